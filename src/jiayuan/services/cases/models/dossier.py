"""A proof file of one case: asked for, made in the background, kept for a week."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import DossierKind, DossierState
from .case import Case


class Dossier(models.Model):
    """``reason`` says why personal data is in it in full; empty where it is masked. ``who`` is None where a reporter
    without an account asked. ``address`` leads to the public page of the case; empty where it has none."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="dossiers")
    kind = models.CharField(max_length=8, choices=DossierKind.choices)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    address = models.CharField(max_length=300, blank=True)
    nonce = models.CharField(max_length=64, null=True, unique=True)
    state = models.CharField(max_length=9, choices=DossierState.choices, default=DossierState.WAITING)
    file = models.FileField(upload_to="dossiers/%Y/%m/", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    bytes = models.PositiveIntegerField(default=0)
    missing = models.PositiveSmallIntegerField(_("photos that were not found"), default=0)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("proof file")
        ordering = ("-id",)
        constraints = [
            choices_check("kind", DossierKind, "cases_dossier_kind_known"),
            choices_check("state", DossierState, "cases_dossier_state_known"),
            models.CheckConstraint(
                condition=Q(kind=DossierKind.OFFICE, who__isnull=False)
                | Q(kind=DossierKind.REPORTER, reason=""),
                name="cases_dossier_for_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def in_full(self) -> bool:
        return bool(self.reason)
