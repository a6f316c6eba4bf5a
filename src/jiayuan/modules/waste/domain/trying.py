"""Pilot estates and demonstration zones.

Locks: of a zone the name of all zones, so that two cannot both find a place in none; then the row, the ledger last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict, Faults, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_name, lock_rows
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import ancestors, inside

from ..limits import NAME, TRIED_SINCE
from ..models import Pilot, Zone
from ..rules import TRY, ZONES
from .checks import from_day, living_estate, note_estate
from .dating import end, row_of

LOCK = "waste-zones"


def begin_pilot(estate: str, since: date | None = None, *, by: Actor) -> Pilot:
    """:raises Refused, Invalid, Conflict: each in words."""
    gate(by, TRY, estate)
    with transaction.atomic():
        lock_rows(Place, [estate])
        place = living_estate(estate)
        if Pilot.objects.running().filter(estate=place).exists():
            raise Conflict(_("This estate is a pilot already."), _("Look at since when."), code="pilot")
        pilot = Pilot.objects.create(estate=place, since=_since(since, [place]))
        note_estate(estate, "waste.begin_pilot", by, since=pilot.since.isoformat())
    return pilot


def end_pilot(estate: str, on: date | None = None, *, by: Actor) -> Pilot:
    """One that is still ahead ends on the day on which it would begin: it never is."""
    gate(by, TRY, estate)
    with transaction.atomic():
        lock_rows(Place, [estate])
        found = Pilot.objects.running().filter(estate=estate).values_list("pk", flat=True).first()
        pilot: Pilot = row_of(Pilot.objects.all(), found or 0)
        end(pilot, from_day(on))
        note_estate(estate, "waste.end_pilot", by, until=f"{pilot.until}")
    return pilot


@dataclass(frozen=True)
class ZoneDraft:
    name: str
    places: Sequence[str]
    since: date | None = None


def check_zone(draft: ZoneDraft) -> tuple[Zone, Sequence[Place]]:
    """A zone that is not kept yet, and its places. :raises Invalid: the first that is wrong, the others as ``more``."""
    faults = Faults()
    name = faults.take(
        lambda: clean_words(draft.name, field="name", limit=NAME, ask=_("Write what people call this zone."))
    )
    places = faults.take(lambda: _places(draft.places), otherwise=[])
    since = faults.take(lambda: _since(draft.since, places))
    faults.settle()
    return Zone(name=name, since=since), places


def open_zone(draft: ZoneDraft, *, by: Actor) -> Zone:
    """A zone of communities or estates, none of which is in another. :raises Refused, Invalid, Conflict: in words."""
    gate(by, ZONES, settings.DISTRICT)
    zone, places = check_zone(draft)
    try:
        with transaction.atomic():
            lock_name(LOCK)
            _check_apart(places, zone.since)
            zone.save()
            zone.places.set(places)
            record(
                zone.stream, "waste.open_zone", by=by.person, place_path=settings.DISTRICT, begins=True,
                after={"name": zone.name, "places": [each.pk for each in places], "since": zone.since.isoformat()},
            )  # fmt: skip
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise Conflict(_("There is a zone of this name."), _("Choose another name."), field="name") from error
    return zone


def _places(paths: Sequence[str]) -> Sequence[Place]:
    kinds = (*COMMUNITY_KINDS, PlaceKind.ESTATE)
    found = list(
        Place.objects.current().filter(pk__in=paths, kind__in=kinds).only("pk", "opened_on").order_by("pk")
    )
    if not found or len(found) != len(set(paths)):
        raise Invalid(_("Which places belong to it?"), _("Choose communities or estates."), field="places")
    return found


def _since(since: date | None, places: Sequence[Place]) -> date:
    """:raises Invalid: before sorting was tried anywhere or one of the places was there, or too far ahead."""
    found = from_day(since, least=max((each.opened_on for each in places if each.opened_on), default=None))
    if found < TRIED_SINCE:
        raise Invalid(
            _("Nobody tried out sorting yet on this day."),
            _("Choose a day from %(day)s on.") % {"day": TRIED_SINCE}, field="since",
        )  # fmt: skip
    return found


def _check_apart(places: Sequence[Place], since: date) -> None:
    """:raises Conflict: one of them, or what it lies in or what lies in it, is in a zone on this day or later. All of
    them are named."""
    paths = tuple(each.pk for each in places)
    above = {each for path in paths for each in ancestors(path)}
    taken = Zone.places.through.objects.filter(Q(zone__until=None) | Q(zone__until__gt=since))
    taken = taken.filter(inside(paths, field="place_id") | Q(place_id__in=above))
    found = [
        _in_another(each) for each in taken.select_related("zone", "place").order_by("place_id", "zone_id")
    ]
    if found:
        found[0].more = tuple(found[1:])
        raise found[0]


def _in_another(row: Any) -> Conflict:
    return Conflict(
        _("%(place)s is in the zone “%(zone)s” already.") % {"place": row.place, "zone": row.zone},
        _("Leave it out, or end that zone first."), field="places", code="zone",
    )  # fmt: skip


def end_zone(pk: int, on: date | None = None, *, by: Actor) -> None:
    gate(by, ZONES, settings.DISTRICT)
    with transaction.atomic():
        zone = lock_first(Zone.objects.running(), pk)
        if zone is None:
            raise Missing(_("There is no such zone."), _("Look at the list of zones."))
        end(zone, from_day(on))
        said = {"until": zone.until.isoformat() if zone.until else ""}
        record(zone.stream, "waste.end_zone", by=by.person, after=said, place_path=settings.DISTRICT)
