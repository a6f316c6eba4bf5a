"""A collection that was due on a day and stood in no stop of any round."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import Stream
from ..round_enums import StopState


class LeftCallQuerySet(models.QuerySet["LeftCall"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="estate_id"))


class LeftCall(Stamped):
    """Once an estate, stream and day: ``calls`` says how many hours of it were left. To residents it reads as a missed
    stop."""

    operator = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="waste_left_calls"
    )
    estate = models.ForeignKey("places.Place", models.PROTECT, related_name="waste_left_calls")
    stream = models.CharField(pgettext_lazy("waste", "stream"), max_length=12, choices=Stream.choices)
    day = models.DateField(_("day"))
    calls = models.PositiveSmallIntegerField(_("calls that were left"), default=1)
    state = StopState.MISSED

    objects = LeftCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection that no round took")
        ordering = ("-day", "estate_id", "stream")
        constraints = [
            choices_check("stream", Stream, "waste_left_stream_known"),
            models.UniqueConstraint(fields=["estate", "stream", "day"], name="waste_left_told_once"),
        ]
        indexes = [models.Index(fields=["operator", "day"], name="waste_left_of_a_day")]

    def __str__(self) -> str:
        return f"{self.get_stream_display()} {self.day}"

    def get_state_display(self) -> str:
        return str(self.state.label)

    def get_reason_display(self) -> str:
        """As a stop says why it was missed."""
        return pgettext("why a stop was not served", "No round came for it")
