"""What serves a drop point or an estate: bins, days of collection, guides."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.common.units import in_litres

from ..enums import EVERYDAY, Stream
from .dated import Dated, DatedQuerySet, weekdays_check
from .point import DropPoint


class Bin(Dated):
    """So many bins of one size for one stream. Another number is another row, from its day on."""

    point = models.ForeignKey(DropPoint, models.PROTECT, related_name="bins")
    stream = models.CharField(pgettext_lazy("waste", "stream"), max_length=12, choices=Stream.choices)
    litres = models.PositiveSmallIntegerField(_("litres"))
    count = models.PositiveSmallIntegerField(_("how many"))

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("bin")
        ordering = ("point_id", "pk")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(stream__in=EVERYDAY), name="waste_bin_stream_known"),
            models.CheckConstraint(
                condition=Q(litres__gte=10, litres__lte=5000, count__gte=1, count__lte=200),
                name="waste_bin_in_bounds",
            ),
            models.UniqueConstraint(
                fields=["point", "stream", "litres"], condition=Q(until=None), name="waste_bin_counted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} × {in_litres(self.litres)} {self.get_stream_display()}"


class CollectionDay(Dated):
    """On these days of the week a stream is fetched from an estate, at about this hour."""

    estate = models.ForeignKey("places.Place", models.PROTECT, related_name="collection_days")
    stream = models.CharField(pgettext_lazy("waste", "stream"), max_length=12, choices=Stream.choices)
    weekdays = models.PositiveSmallIntegerField(_("days of the week"))
    at = models.TimeField(_("at about"))
    times = 1
    """Loads that are fetched at once, two where that of another day is moved to the day asked for: no column."""

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("collection day")
        ordering = ("estate_id", "stream", "at")
        constraints = [
            *Dated.Meta.constraints,
            choices_check("stream", Stream, "waste_day_stream_known"),
            weekdays_check("waste_day_weekdays"),
            models.UniqueConstraint(
                fields=["estate", "stream", "at"], condition=Q(until=None), name="waste_day_at_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stream_display()} {self.at:%H:%M}"


class Guide(Dated):
    """Who stands at a drop point and helps with sorting 督导员: somebody with an account, or a name."""

    point = models.ForeignKey(DropPoint, models.PROTECT, related_name="guides")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="waste_guides"
    )
    name = models.CharField(_("name"), max_length=40, blank=True)
    weekdays = models.PositiveSmallIntegerField(_("days of the week"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("guide at a drop point")
        ordering = ("point_id", "starts_at", "pk")
        constraints = [
            *Dated.Meta.constraints,
            weekdays_check("waste_guide_weekdays"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="waste_guide_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(person__isnull=False), name="waste_guide_is_somebody"
            ),
            models.UniqueConstraint(
                fields=["point", "person", "starts_at"],
                condition=Q(until=None, person__isnull=False),
                name="waste_guide_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.person)
