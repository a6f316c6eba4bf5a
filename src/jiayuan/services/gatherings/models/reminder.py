"""That those who come were reminded: once for each time before each start."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .session import Session


class Reminder(models.Model):
    """``minutes`` before ``starts_at``, the start as it was then: of a session that moves one is reminded anew. Whom,
    stands in the ledger."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="reminders")
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveIntegerField(_("minutes before"))
    sent_at = models.DateTimeField(_("reminded at"))

    class Meta:
        verbose_name = _("reminder")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "starts_at", "minutes"], name="gatherings_reminded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.minutes}"
