"""Reading the three lists of a year."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.places.paths import inside

from ...enums import ItemKind, ItemState
from ...models import Pairing, YearlyItem
from ...models.yearly import YearlyItemQuerySet


@dataclass(frozen=True)
class ListFilter:
    place: str
    year: int

    @classmethod
    def of(cls, given: Mapping[str, str], communities: list[str]) -> "ListFilter":
        """One community at a time: the one asked for, else the first."""
        path, year = given.get("place", ""), given.get("year", "")
        chosen = path if path in communities else (communities[0] if communities else "")
        return cls(
            chosen, int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else today().year
        )


def lists_of(actor: Actor, wanted: ListFilter) -> dict[ItemKind, list[YearlyItem]]:
    """The three lists of a community and year. One query."""
    rows = YearlyItem.objects.visible_to(actor).filter(community_id=wanted.place, year=wanted.year)
    found: dict[ItemKind, list[YearlyItem]] = {kind: [] for kind in ItemKind}
    for item in rows.select_related("skill", "matched", "pairing__organisation"):
        found[ItemKind(item.kind)].append(item)
    return found


def items_within(actor: Actor, place: str, year: str) -> YearlyItemQuerySet:
    """What this actor sees of the lists, in a place and a year where they are said."""
    rows = YearlyItem.objects.visible_to(actor)
    if place.isascii() and place.isdecimal():
        rows = rows.filter(inside([place], field="community_id"))
    if year.isascii() and year.isdecimal() and len(year) == 4:
        rows = rows.filter(year=int(year))
    return rows.select_related("community", "pairing__organisation").defer("community__boundary")


def open_offers(lists: Mapping[ItemKind, list[YearlyItem]]) -> list[YearlyItem]:
    """What of the lists could meet a need."""
    offers = [*lists[ItemKind.RESOURCE], *lists[ItemKind.PROJECT]]
    return [each for each in offers if each.state == ItemState.OPEN]


def partners_in(actor: Actor, place: str) -> list[Pairing]:
    """The live pairings of a community that this actor sees."""
    return list(
        Pairing.objects.visible_to(actor).live().filter(community_id=place).with_names().order_by("pk")
    )
