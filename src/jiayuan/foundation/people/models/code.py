"""One-time codes sent to a phone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import CodePurpose


class OneTimeCode(models.Model):
    """A six-digit code for one phone and purpose. Stored as a keyed hash; used at most once (ADR 0004)."""

    phone = models.CharField(_("phone"), max_length=16)
    purpose = models.CharField(_("purpose"), max_length=12, choices=CodePurpose.choices)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField(_("sent at"))
    expires_at = models.DateTimeField(_("expires at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("one-time code")
        constraints = [choices_check("purpose", CodePurpose, "people_code_purpose_known")]
        indexes = [models.Index(fields=["phone", "purpose", "-sent_at"], name="people_code_latest")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.sent_at:%Y-%m-%d %H:%M}"
