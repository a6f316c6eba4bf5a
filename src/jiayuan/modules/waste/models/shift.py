"""Collection days that are moved, or fall out, for a holiday or whatever else keeps the trucks in."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import ancestors, inside

from ..limits import OCCASION


class ShiftQuerySet(models.QuerySet["Shift"]):
    def live(self) -> Self:
        return self.filter(withdrawn_at=None)

    def with_places(self) -> Self:
        """So that :attr:`Shift.paths` asks nothing. One query more."""
        return self.prefetch_related(Prefetch("places", Place.objects.defer("boundary").order_by("path")))

    def between(self, first: date, last: date) -> Self:
        """Those that take something from one of these days, or bring something to one."""
        return self.filter(Q(day__range=(first, last)) | Q(to_day__range=(first, last)))

    def about(self, paths: Iterable[str]) -> Self:
        """Of these places, of what they lie in, and of what lies in them. Each once."""
        given = tuple(paths)
        above = {each for path in given for each in (*ancestors(path), path)}
        touching = Q(place__in=above) | inside(given, field="place_id")
        return self.filter(pk__in=Shift.places.through.objects.filter(touching).values("shift"))


class Shift(Stamped):
    """What is due on ``day`` is fetched on ``to_day``; where that is empty, not at all. ``operator``: the unit that
    declared it; nobody's means the district's."""

    places = models.ManyToManyField("places.Place", related_name="waste_shifts", verbose_name=_("places"))
    streams = models.JSONField(_("streams"), default=list)
    day = models.DateField(_("day"))
    to_day = models.DateField(_("moved to"), null=True, blank=True)
    occasion = models.CharField(_("occasion"), max_length=OCCASION)
    operator = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="waste_shifts"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("moved collection")
        ordering = ("day", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(occasion=""), name="waste_shift_says_why"),
            models.CheckConstraint(
                condition=Q(to_day=None) | ~Q(to_day=F("day")), name="waste_shift_goes_elsewhere"
            ),
        ]
        indexes = [
            models.Index(fields=["day"], condition=Q(withdrawn_at=None), name="waste_shift_from"),
            models.Index(fields=["to_day"], condition=Q(withdrawn_at=None), name="waste_shift_to"),
        ]

    def __str__(self) -> str:
        return self.occasion

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"waste-shift/{self.pk}"

    @property
    def paths(self) -> Sequence[str]:
        """No query where the places were read along."""
        return sorted(each.pk for each in self.places.all())

    def moves(self, path: str, stream: str) -> bool:
        """Does it concern this stream of this estate?"""
        return stream in self.streams and any(path.startswith(each) for each in self.paths)
