"""The tree of places, from the district down to the unit of a building."""

import re
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..enums import PlaceKind, SuccessionKind
from ..paths import ancestors, code_of_path, inside

_AROUND_NUMBERS = re.compile(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")


class PlaceQuerySet(models.QuerySet["Place"]):
    def within(self, place: "Place | str") -> Self:
        """Places inside ``place``, itself included."""
        return self.filter(inside([place if isinstance(place, str) else place.path]))

    def current(self) -> Self:
        return self.filter(closed_on=None)

    def of_kind(self, *kinds: PlaceKind) -> Self:
        return self.filter(kind__in=kinds)


class Place(Stamped):
    """A place. Its path is its key: containment is a range on it (see :mod:`..paths`).

    Positions are WGS-84 degrees. ``boundary`` is a GeoJSON Polygon or MultiPolygon in WGS-84. ``pinyin`` and
    ``initials`` follow from the name (:func:`..pinyin.spell`).
    """

    path = models.CharField(_("path"), max_length=24, primary_key=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PlaceKind.choices)
    name = models.CharField(_("name"), max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    pinyin = models.CharField(max_length=240, blank=True, editable=False)
    initials = models.CharField(max_length=60, blank=True, editable=False)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    position_is_estimated = models.BooleanField(_("position not surveyed"), default=False)
    boundary = models.JSONField(_("boundary"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    opened_on = models.DateField(_("since"), null=True, blank=True)
    closed_on = models.DateField(_("until"), null=True, blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("path",)
        constraints = [
            choices_check("kind", PlaceKind, "places_kind_known"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="places_position_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "path"], name="places_kind_path"),
            models.Index(fields=["parent", "path"], name="places_parent_path"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name; on English pages the pinyin in capitals, for names are not translated."""
        if (get_language() or "zh").startswith("zh") or not self.pinyin:
            return self.name
        return _AROUND_NUMBERS.sub(" ", self.pinyin).title().replace("v", "ü")

    @property
    def code(self) -> str:
        return code_of_path(self.path)

    @property
    def ancestor_paths(self) -> list[str]:
        return ancestors(self.path)

    def contains(self, path: str) -> bool:
        return path.startswith(self.path)


class PlaceName(models.Model):
    """A name a place has or had, with the days it held; also the names of the places that it took over."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=60)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("place name")
        ordering = ("place", "since")
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(until=None), name="places_one_name_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceSuccession(models.Model):
    """What became of a place that was merged, split or moved. Records keep their old path; queries follow
    this.
    """

    before = models.ForeignKey(Place, models.PROTECT, related_name="successions")
    after = models.ForeignKey(Place, models.PROTECT, related_name="predecessions")
    kind = models.CharField(max_length=8, choices=SuccessionKind.choices)
    on = models.DateField(_("on"))
    is_principal = models.BooleanField(_("carries on the records"), default=True)

    class Meta:
        verbose_name = _("place succession")
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="places_one_succession_per_pair"),
            models.UniqueConstraint(
                fields=["before"], condition=Q(is_principal=True), name="places_one_principal_heir"
            ),
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="places_no_self_succession"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
