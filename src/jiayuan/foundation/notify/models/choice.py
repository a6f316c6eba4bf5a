"""How somebody wants to be told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Way


class Choice(models.Model):
    """Whether one kind of notice comes over one way. Without a row the kind's own ways hold."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    way = models.CharField(max_length=8, choices=Way.choices)
    is_wanted = models.BooleanField(_("wanted"))

    class Meta:
        verbose_name = _("choice of notices")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "way"], name="notify_one_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.way} {self.is_wanted}"


class QuietHours(models.Model):
    """One's own quiet hours instead of the district's, in China's time; equal ends mean none."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="quiet_hours", primary_key=True
    )
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    class Meta:
        verbose_name = _("quiet hours")

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"
