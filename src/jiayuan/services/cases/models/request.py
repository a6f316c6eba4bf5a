"""What a unit asks for while a case lies with it, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import DisputeGround, RequestKind, RequestState
from .case import Case


class Request(models.Model):
    """A unit asks to suspend, for more time, or disputes that the case is its own; somebody else decides.

    ``days`` go with the first two, ``ground`` with a dispute, which may say who should have it (``proposed_unit``).
    ``unit`` and ``round`` are those of the case when it was asked. ``for_street``: no longer the community decides.
    ``answer`` is what was said with the decision. What fell away, the case having gone on otherwise, was decided by
    nobody and is held against nobody.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.PENDING)
    days = models.PositiveSmallIntegerField(_("working days"), null=True)
    ground = models.CharField(_("ground"), max_length=16, choices=DisputeGround.choices, blank=True)
    proposed_unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    for_street = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("request")
        ordering = ("id",)
        constraints = [
            choices_check("kind", RequestKind, "cases_request_kind_known"),
            choices_check("state", RequestState, "cases_request_state_known"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=RequestState.PENDING), name="cases_one_pending_request"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="cases_request_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(kind=RequestKind.DISPUTE, days=None, ground__in=DisputeGround.values)
                | ~Q(kind=RequestKind.DISPUTE) & Q(days__isnull=False, ground=""),
                name="cases_request_brings_what_it_needs",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.PENDING, RequestState.FELL_AWAY]) | Q(decided_by=None),
                name="cases_request_undecided_by_nobody",
            ),
        ]
        indexes = [models.Index(fields=["state", "case"], name="cases_request_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_state_display()}"
