"""Loading a district from its facts."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from jiayuan.foundation.access.actor import SYSTEM, Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.ledger.domain.record import record

from ..enums import PlaceKind
from ..geo import Position
from ..models import Place, PlaceName
from ..pinyin import spell
from .estimate import estimate_positions
from .facts import FOLDER, Facts, Row, read_facts
from .names import write_name

COMPARED = ("name", "pinyin", "initials", "latitude", "longitude", "position_is_estimated", "boundary")


@dataclass(frozen=True)
class Loaded:
    """How many places were new, changed, and already as the facts have them."""

    created: int
    updated: int
    unchanged: int


def load_district(code: str = "140106", *, by: Actor = SYSTEM, folder: Path = FOLDER) -> Loaded:
    """Bring the tree of places up to date with the facts of one district; running it again changes nothing.

    A name that the district changed since stays changed, a position that somebody surveyed stays where it
    is, and a place that was closed stays closed.

    :param code: the six digits of the district.
    :param by: who loads; the platform itself may.
    :raises Invalid: a row is wrong (the message names it); nothing is written then.
    :raises Missing: there are no facts about this district.
    """
    if by is not SYSTEM:
        gate(by, "places.change", code)
    facts = read_facts(code, folder)
    positions = estimate_positions(facts)
    with transaction.atomic():
        known = {place.path: place for place in Place.objects.select_for_update().within(code)}
        new = [_new(row, facts, positions) for row in facts.rows if row.path not in known]
        Place.objects.bulk_create(new)
        changed = _update(facts, positions, known)
        loaded = Loaded(len(new), changed, len(facts.rows) - len(new) - changed)
        if new or changed:
            after = {"created": loaded.created, "updated": loaded.updated}
            record(f"place/{code}", "place.loaded", by=by.person, after=after, place_path=code)
    return loaded


def _fields(row: Row, facts: Facts, positions: dict[str, Position]) -> dict[str, Any]:
    pinyin, initials = spell(row.name)
    latitude, longitude = positions.get(row.path, (None, None))
    is_district = row.kind == PlaceKind.DISTRICT
    return {
        "name": row.name,
        "pinyin": pinyin,
        "initials": initials,
        "latitude": latitude,
        "longitude": longitude,
        "position_is_estimated": latitude is not None and not is_district,
        "boundary": facts.boundary if is_district else None,
    }


def _new(row: Row, facts: Facts, positions: dict[str, Position]) -> Place:
    return Place(path=row.path, kind=row.kind, parent_id=row.parent_path, **_fields(row, facts, positions))


def _update(facts: Facts, positions: dict[str, Position], known: dict[str, Place]) -> int:
    """Write what differs; returns how many places changed."""
    former = set(PlaceName.objects.filter(place__in=known).values_list("place_id", "name"))
    changed = []
    for row in facts.rows:
        place = known.get(row.path)
        if place is None or place.closed_on is not None:
            continue
        wanted = _wanted(place, _fields(row, facts, positions), was_renamed=(row.path, row.name) in former)
        if any(getattr(place, field) != value for field, value in wanted.items()):
            if place.name != wanted["name"]:
                write_name(place, wanted["name"], on=today())
            for field, value in wanted.items():
                setattr(place, field, value)
            place.updated_at = now()
            changed.append(place)
    Place.objects.bulk_update(changed, [*COMPARED, "updated_at"], batch_size=100)
    return len(changed)


def _wanted(place: Place, fields: dict[str, Any], *, was_renamed: bool) -> dict[str, Any]:
    """What the facts say, where they have the say."""
    if was_renamed and place.name != fields["name"]:
        for field in ("name", "pinyin", "initials"):
            fields[field] = getattr(place, field)
    surveyed = (
        place.latitude is not None and not place.position_is_estimated and place.kind != PlaceKind.DISTRICT
    )
    if surveyed or fields["latitude"] is None:
        for field in ("latitude", "longitude", "position_is_estimated"):
            fields.pop(field)
    if fields["boundary"] is None:
        fields.pop("boundary")
    return fields
