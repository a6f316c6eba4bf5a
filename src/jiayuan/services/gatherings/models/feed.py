"""A calendar that a phone subscribes to: an address that only its owner knows, and can replace."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """One a person. The token itself is shown once, when it is made; kept is its hash."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("calendar address")

    def __str__(self) -> str:
        return f"{self.person_id}"
