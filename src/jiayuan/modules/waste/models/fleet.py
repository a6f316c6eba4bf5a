"""What an operator drives with: vehicles, who drives them when, and sites where they unload."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.models import choices_check

from ..enums import Stream
from ..limits import CAPACITY_KG, CAPACITY_LITRES, MINUTES, NAME, PLATE, RANGE_KM
from .dated import Dated, DatedQuerySet, weekdays_check


def on_earth(name: str) -> models.CheckConstraint:
    """Both halves of a position, and on the globe."""
    return models.CheckConstraint(
        condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180), name=name
    )


class OperatedQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The operator's own."""
        return self.filter(operator__in=actor.reach.organisations(Role.UNIT_OFFICER))


class Vehicle(Dated):
    """A truck takes one stream. ``range_km`` None: not known, and until it is it stays in its yard.

    ``charging_minutes``: from empty to full; 0: it is charged overnight only. By day it is charged in its yard or at a
    site with chargers.
    """

    operator = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="waste_vehicles")
    plate = models.CharField(_("number plate"), max_length=PLATE)
    carries = models.CharField(pgettext_lazy("waste", "stream"), max_length=12, choices=Stream.choices)
    capacity_kg = models.PositiveIntegerField(_("holds (kg)"))
    capacity_litres = models.PositiveIntegerField(_("holds (litres)"))
    range_km = models.PositiveSmallIntegerField(_("range (km)"), null=True, blank=True)
    charging_minutes = models.PositiveSmallIntegerField(_("charging (minutes)"), default=0)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    revision = models.PositiveIntegerField(default=1)

    objects = OperatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("vehicle")
        ordering = ("plate", "pk")
        constraints = [
            *Dated.Meta.constraints,
            choices_check("carries", Stream, "waste_vehicle_stream_known"),
            models.CheckConstraint(
                condition=Q(
                    capacity_kg__range=CAPACITY_KG,
                    capacity_litres__range=CAPACITY_LITRES,
                    charging_minutes__range=MINUTES,
                )
                & (Q(range_km=None) | Q(range_km__range=RANGE_KM)),
                name="waste_vehicle_in_bounds",
            ),
            on_earth("waste_vehicle_on_earth"),
            models.UniqueConstraint(
                fields=["plate"], condition=Q(until=None), name="waste_one_vehicle_a_plate"
            ),
        ]

    def __str__(self) -> str:
        return self.plate

    @property
    def stream(self) -> str:
        """Its ledger stream; what it carries is ``carries``."""
        return f"waste-vehicle/{self.pk}"


class Crew(Dated):
    """Who drives a vehicle on which days of the week, from one hour to another. Another driver is another row."""

    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="crews")
    driver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="waste_crews")
    weekdays = models.PositiveSmallIntegerField(_("days of the week"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("crew")
        ordering = ("vehicle_id", "starts_at", "pk")
        constraints = [
            *Dated.Meta.constraints,
            weekdays_check("waste_crew_weekdays"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="waste_crew_in_order"),
            models.UniqueConstraint(
                fields=["vehicle", "driver", "starts_at"], condition=Q(until=None), name="waste_crew_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


class Site(Dated):
    """Where trucks unload: a plant, a transfer station. Every operator keeps its own list of those it goes to."""

    operator = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="waste_sites")
    name = models.CharField(_("name"), max_length=NAME)
    streams = models.JSONField(_("streams"), default=list)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    opens_at = models.TimeField(_("opens at"))
    closes_at = models.TimeField(_("closes at"))
    unloading_minutes = models.PositiveSmallIntegerField(_("unloading (minutes)"), default=15)
    has_chargers = models.BooleanField(_("trucks can be charged there"), default=False)
    revision = models.PositiveIntegerField(default=1)

    objects = OperatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("disposal site")
        ordering = ("name", "pk")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="waste_site_in_order"),
            models.CheckConstraint(
                condition=Q(unloading_minutes__range=MINUTES), name="waste_site_in_bounds"
            ),
            on_earth("waste_site_on_earth"),
            models.UniqueConstraint(
                fields=["operator", "name"], condition=Q(until=None), name="waste_one_site_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"waste-site/{self.pk}"
