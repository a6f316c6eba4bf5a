"""A series: what comes round again, and makes its sessions some weeks ahead."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import HolidayPolicy
from .common import About, position_check


class SeriesQuerySet(models.QuerySet["Series"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="place_id"))

    def visible_to(self, actor: Actor) -> Self:
        """Those of the places and organisations one works for."""
        condition = inside(actor.reach.paths_for(*DESK_STAFF), field="place_id")
        found = self.filter(condition | Q(organisation_id__in=actor.reach.organisations()))
        return found if actor.scope is None else found.within(*actor.scope.paths)

    def going_on(self) -> Self:
        """Those that make sessions now."""
        return self.filter(ended_at=None, paused_at=None)


class Series(About, Stamped):
    """``rule`` after RFC 5545 as ``recurrence.py`` reads it, beginning on ``first_on``. ``starts`` is local time;
    ``roles`` are templates: a list of {name, name_en, seats, min_age, needs, leads}."""

    rule = models.CharField(_("repeats"), max_length=200)
    first_on = models.DateField(_("for the first time on"))
    until = models.DateField(_("for the last time on"), null=True, blank=True)
    starts = models.TimeField(_("begins at"))
    minutes = models.PositiveSmallIntegerField(_("lasts, minutes"))
    weeks_ahead = models.PositiveSmallIntegerField(_("weeks prepared ahead"), default=2)
    holidays = models.CharField(
        _("on holidays"), max_length=8, choices=HolidayPolicy.choices, default=HolidayPolicy.SKIP
    )
    roles = models.JSONField(_("roles"), default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    paused_at = models.DateTimeField(_("paused since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of gatherings")
        constraints = [
            choices_check("holidays", HolidayPolicy, "gatherings_holidays_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=720), name="gatherings_series_length"
            ),
            models.CheckConstraint(
                condition=Q(weeks_ahead__gte=1, weeks_ahead__lte=12), name="gatherings_weeks_ahead"
            ),
            position_check("gatherings_series_on_earth"),
        ]
        indexes = [models.Index(fields=["place", "ended_at"], name="gatherings_series_place")]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """Its chain in the ledger."""
        return f"gathering-series/{self.pk}"
