"""What was sent to the national system for volunteer service, and what it answered."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..exchange_enums import Answer, Operation
from .hours import HourEntry


class ExchangeFileQuerySet(models.QuerySet["ExchangeFile"]):
    def within(self, paths: list[str]) -> Self:
        return self.filter(inside(paths, field="place_id"))


class ExchangeFile(Stamped):
    """One file, put together at a moment for a place and what lies inside. ``words``: why."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.CharField(_("reason"), max_length=200)

    objects = ExchangeFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file for the national system")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def stream(self) -> str:
        return f"exchange/{self.pk}"


class ExchangeRow(models.Model):
    """One entry of hours in one file. ``sent``: what stood in each column; of personal data only a keyed fingerprint,
    by which a change is noticed and nothing is told."""

    file = models.ForeignKey(ExchangeFile, models.PROTECT, related_name="rows")
    entry = models.ForeignKey(HourEntry, models.PROTECT, related_name="exchange_rows")
    operation = models.CharField(max_length=8, choices=Operation.choices)
    sent = models.JSONField()
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.NONE)
    answer_words = models.CharField(_("answer"), max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("hours in a file for the national system")
        ordering = ("pk",)
        constraints = [
            choices_check("operation", Operation, "volunteering_exchange_operation_known"),
            choices_check("answer", Answer, "volunteering_exchange_answer_known"),
            models.UniqueConstraint(fields=["file", "entry"], name="volunteering_once_a_file"),
            models.CheckConstraint(
                condition=Q(answer=Answer.NONE, answered_at=None)
                | ~Q(answer=Answer.NONE) & Q(answered_at__isnull=False),
                name="volunteering_exchange_answered_when",
            ),
        ]
        indexes = [models.Index(fields=["entry", "-id"], name="volunteering_exchange_last")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.entry_id}"
