"""Places for which collection can be moved, as the form lists them."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiayuan.foundation.places.enums import COMMUNITY_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH, STREET_LENGTH, inside


@dataclass(frozen=True)
class PlaceChoice:
    """``whole``: all that the reader may move; ``streets``: each with its communities; ``estates``: those of
    ``community``."""

    whole: Sequence[Place]
    streets: Sequence[tuple[Place, Sequence[Place]]]
    community: str
    estates: Sequence[Place]


def choice_of(keeping: Sequence[str], community: str) -> PlaceChoice:
    """Two queries, three with a community."""
    current = Place.objects.current().defer("boundary")
    whole = list(current.filter(pk__in=keeping).order_by("path"))
    rows = current.filter(inside(tuple(keeping)), kind__in=(PlaceKind.STREET, *COMMUNITY_KINDS)).order_by(
        "path"
    )
    found: dict[str, tuple[Place, list[Place]]] = {}
    for place in rows:
        if len(place.path) == STREET_LENGTH:
            found[place.path] = (place, [])
        elif place.path[:STREET_LENGTH] in found:
            found[place.path[:STREET_LENGTH]][1].append(place)
    is_known = len(community) == COMMUNITY_LENGTH and any(community.startswith(each) for each in keeping)
    estates = (
        list(current.of_kind(PlaceKind.ESTATE).filter(inside((community,))).order_by("path"))
        if is_known
        else []
    )
    return PlaceChoice(whole, list(found.values()), community if is_known else "", estates)
