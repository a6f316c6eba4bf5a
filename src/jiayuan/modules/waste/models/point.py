"""Where residents bring their waste, and when it is open."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.places.paths import inside

from .dated import Dated, DatedQuerySet, standing, weekdays_check


class DropPointQuerySet(models.QuerySet["DropPoint"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="estate_id"))

    def on(self, day: date) -> Self:
        """Those that are open in these times, whatever the hour."""
        return self.filter(standing(day, first="opened_on", last="closed_on"))

    def current(self) -> Self:
        return self.filter(closed_on=None)


class DropPoint(Stamped):
    """A drop point 投放点 of an estate. Everybody may know of it. Positions are WGS-84 degrees."""

    estate = models.ForeignKey("places.Place", models.PROTECT, related_name="drop_points")
    name = models.CharField(_("name"), max_length=40)
    where = models.CharField(_("where exactly"), max_length=80, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = DropPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("drop point")
        ordering = ("estate_id", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="waste_point_closed_after",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="waste_point_on_earth",
            ),
            models.UniqueConstraint(
                fields=["estate", "name"], condition=Q(closed_on=None), name="waste_one_point_a_name"
            ),
        ]
        indexes = [models.Index(fields=["latitude", "longitude"], name="waste_point_position")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Today, whatever the hour. A closing that lies ahead changes nothing yet."""
        return self.closed_on is None or self.closed_on > today()

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"waste-point/{self.pk}"


class OpeningHours(Dated):
    """On these days of the week a drop point is open from one hour to another. Several may hold at once."""

    point = models.ForeignKey(DropPoint, models.PROTECT, related_name="hours")
    weekdays = models.PositiveSmallIntegerField(_("days of the week"))
    opens_at = models.TimeField(_("opens at"))
    closes_at = models.TimeField(_("closes at"))

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("opening hours")
        ordering = ("opens_at", "pk")
        constraints = [
            *Dated.Meta.constraints,
            weekdays_check("waste_hours_weekdays"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="waste_hours_in_order"),
            models.UniqueConstraint(
                fields=["point", "opens_at"], condition=Q(until=None), name="waste_hours_begin_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens_at:%H:%M}–{self.closes_at:%H:%M}"
