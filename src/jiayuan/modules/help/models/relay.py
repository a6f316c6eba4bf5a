"""Words between who wished and who took it on, passed on by the house so that neither learns the other's number."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..limits import RELAY
from .claim import Claim
from .wish import Wish


class RelayLine(models.Model):
    """One line of a conversation: never changed, and only blanked where a person asks to be forgotten."""

    wish = models.ForeignKey(Wish, models.PROTECT, related_name="relay_lines")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="relay_lines")
    from_wisher = models.BooleanField(_("from who wished"))
    words = models.CharField(_("words"), max_length=RELAY)
    at = models.DateTimeField(_("at"))
    nonce = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        verbose_name = _("line passed on")
        ordering = ("pk",)
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="help_relay_says_something")]
        indexes = [models.Index(fields=["claim", "id"], name="help_relay_claim")]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.pk}"
