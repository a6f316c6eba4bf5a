"""The six things of help stations, as they were last seen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ...models import ItemPhoto, Station, StationItem
from ...station_enums import ITEM_HELP, ItemKind, ItemState

ALL = len(ItemKind)


@dataclass(frozen=True)
class Thing:
    """One of the six; ``item`` is None where nobody looked yet."""

    kind: ItemKind
    item: StationItem | None
    photos: Sequence[ItemPhoto]

    @property
    def is_there(self) -> bool:
        return self.item is not None and self.item.is_there

    @property
    def help(self) -> str:
        return str(ITEM_HELP[self.kind])


def things_of(station: Station) -> Sequence[Thing]:
    """All six in their order. Two queries."""
    rows = StationItem.objects.filter(station=station).select_related("looked_by")
    by_kind = {each.kind: each for each in rows.prefetch_related("photos")}
    return [_thing(kind, by_kind.get(kind)) for kind in ItemKind]


def _thing(kind: ItemKind, item: StationItem | None) -> Thing:
    return Thing(kind, item, list(item.photos.all()) if item is not None else ())


def lacking(stations: Iterable[Station]) -> Mapping[int, Sequence[ItemKind]]:
    """station -> which of the six it lacks; empty where it is complete. One query."""
    keys = [each.pk for each in stations]
    there = set(StationItem.objects.there().filter(station__in=keys).values_list("station", "kind"))
    return {pk: [kind for kind in ItemKind if (pk, kind.value) not in there] for pk in keys}


def complete_on(stations: "QuerySet[Station]", day: object) -> "QuerySet[Station]":
    """Those that had all six on this day, as far as was seen since."""
    there = Q(items__state=ItemState.THERE, items__since__lte=day)
    return stations.annotate(things=Count("items", filter=there)).filter(things=ALL)
