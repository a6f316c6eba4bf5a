"""Where sorting was tried first: pilot estates, and demonstration zones of several places."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.places.paths import inside

from .dated import Dated, DatedQuerySet


class PilotQuerySet(DatedQuerySet):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="estate_id"))


class Pilot(Dated):
    """An estate that tries out what others will copy 试点小区."""

    estate = models.ForeignKey("places.Place", models.PROTECT, related_name="waste_pilots")

    objects = PilotQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("pilot estate")
        ordering = ("since", "pk")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["estate"], condition=Q(until=None), name="waste_one_pilot_an_estate"
            ),
        ]

    def __str__(self) -> str:
        return str(self.estate)


class ZoneQuerySet(DatedQuerySet):
    def within(self, *paths: str) -> Self:
        """With a place inside one of these."""
        return self.filter(
            pk__in=self.model.places.through.objects.filter(inside(paths, field="place_id")).values("zone")
        )


class Zone(Dated):
    """A demonstration zone 示范片区: communities or estates that lie together."""

    name = models.CharField(_("name"), max_length=40)
    places = models.ManyToManyField("places.Place", related_name="waste_zones", verbose_name=_("places"))

    objects = ZoneQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("demonstration zone")
        ordering = ("since", "pk")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["name"], condition=Q(until=None), name="waste_one_zone_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"waste-zone/{self.pk}"
