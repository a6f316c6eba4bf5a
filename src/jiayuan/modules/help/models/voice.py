"""A wish that was told by voice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.evidence.models import Sound

from .wish import Wish


class WishVoice(models.Model):
    """The voice note of a wish. ``sound`` is let go of some time after the wish is over; that there was one stays."""

    wish = models.OneToOneField(Wish, models.CASCADE, related_name="voice", primary_key=True)
    sound = models.OneToOneField(Sound, models.PROTECT, null=True, related_name="wish_voice")

    class Meta:
        verbose_name = _("voice note of a wish")

    def __str__(self) -> str:
        return f"{self.wish_id}"
