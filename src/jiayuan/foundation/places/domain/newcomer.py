"""A community that follows others."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.ledger.domain.record import record

from ..enums import PlaceKind
from ..models import Place, PlaceName
from ..pinyin import spell
from .combine import combined_boundary, middle_of, total


def new_community(path: str, kind: PlaceKind, name: str, *, on: date, follows: Sequence[Place]) -> Place:
    """A community with the figures, middle and outline of those it follows together; not yet written."""
    pinyin, initials = spell(name)
    latitude, longitude = middle_of(follows)
    return Place(
        path=path,
        kind=kind,
        name=name,
        parent_id=follows[0].parent_id,
        pinyin=pinyin,
        initials=initials,
        population=total([place.population for place in follows]),
        households=total([place.households for place in follows]),
        latitude=latitude,
        longitude=longitude,
        position_is_estimated=latitude is not None,
        boundary=combined_boundary(follows),
        opened_on=on,
        is_demo=all(place.is_demo for place in follows),
    )


def keep_names(new: Place, follows: Sequence[Place], on: date) -> None:
    """Whoever searches for a former name finds the new place."""
    kept = [PlaceName(place=new, name=place.name, since=place.opened_on, until=on) for place in follows]
    PlaceName.objects.bulk_create([each for each in kept if each.name != new.name])


def record_change(
    path: str, action: str, by: Actor, *, after: dict[str, Any], because: str = "", **payload: Any
) -> None:
    """Write it into the place's history, with its grounds where some were given (already clean)."""
    told = {**after, "because": because} if because else after
    record(f"place/{path}", action, by=by.person, place_path=path, after=told, **payload)
