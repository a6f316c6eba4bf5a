"""A stream that was not fetched from an estate on its day, and the case that came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..enums import Stream


class MissedCollection(Stamped):
    """Told once, whoever tells it; what is done about it stands in the case."""

    estate = models.ForeignKey("places.Place", models.PROTECT, related_name="missed_collections")
    stream = models.CharField(pgettext_lazy("waste", "stream"), max_length=12, choices=Stream.choices)
    day = models.DateField(_("day"))
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="missed_collection")

    class Meta:
        verbose_name = _("missed collection")
        ordering = ("-day", "pk")
        constraints = [
            choices_check("stream", Stream, "waste_missed_stream_known"),
            models.UniqueConstraint(fields=["estate", "stream", "day"], name="waste_missed_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stream_display()} {self.day}"
