"""Estates that came to another community have another code there. What was recorded stays under the code of its day:
who looks across the move goes from one to the other here."""

from collections.abc import Mapping
from datetime import date

from django.db.models import F

from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place, PlaceSuccession

from ...models import Pilot


def estates_now(since: date) -> Mapping[str, str]:
    """Of estates that were moved from that day on: their present path, by each former one. One query."""
    rows = PlaceSuccession.objects.filter(on__gte=since, is_principal=True, before__kind=PlaceKind.ESTATE)
    found: dict[str, str] = {}
    for before, after in rows.order_by("-on", "-pk").values_list("before", "after"):
        found[before] = found.get(after, after)
    return found


def estate_then(estate: Place, day: date) -> Place:
    """What stood for this estate on the day. A query for each move since."""
    found = estate
    while found.opened_on is not None and day < found.opened_on:
        rows = Place.objects.defer("boundary").of_kind(PlaceKind.ESTATE)
        former = rows.filter(
            successions__after=found, successions__on=found.opened_on, successions__is_principal=True
        ).first()
        if former is None:
            break
        found = former
    return found


def first_of(pilot: Pilot) -> Pilot:
    """As which it began: where its estate was moved, the pilot that it went on from. A query for each move, and one."""
    rows = Pilot.objects.exclude(until=F("since")).select_related("estate").defer("estate__boundary")
    found: Pilot = pilot
    while True:
        former = rows.filter(
            estate__successions__after=found.estate_id, estate__successions__on=found.since,
            estate__successions__is_principal=True, until=found.since,
        ).first()  # fmt: skip
        if former is None:
            return found
        found = former
