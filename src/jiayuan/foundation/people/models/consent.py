"""That one person may act for another, and how that was agreed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..enums import ConsentManner


class Consent(Stamped):
    """Recorded before anything is done on somebody's behalf. ``beneficiary`` is None for one without an account."""

    beneficiary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consents",
        verbose_name=_("for whom"),
    )
    beneficiary_name = models.CharField(_("their name"), max_length=40, blank=True)
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who acts")
    )
    purpose = models.CharField(_("what for"), max_length=120)
    manner = models.CharField(_("how it was agreed"), max_length=8, choices=ConsentManner.choices)
    given_at = models.DateTimeField(_("when"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        constraints = [choices_check("manner", ConsentManner, "people_consent_manner_known")]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.get_manner_display()})"
