"""Pilot estates and demonstration zones."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_rows
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place

from ..limits import NAME
from ..models import Pilot, Zone
from ..rules import TRY, ZONES
from .checks import from_day, living_estate, note_estate
from .dating import end, row_of


def begin_pilot(estate: str, since: date | None = None, *, by: Actor) -> Pilot:
    """:raises Refused, Invalid, Conflict: each in words."""
    gate(by, TRY, estate)
    with transaction.atomic():
        lock_rows(Place, [estate])
        place = living_estate(estate)
        if Pilot.objects.running().filter(estate=place).exists():
            raise Conflict(_("This estate is a pilot already."), _("Look at since when."), code="pilot")
        pilot = Pilot.objects.create(estate=place, since=from_day(since, least=place.opened_on))
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


def open_zone(name: str, places: Sequence[str], since: date | None = None, *, by: Actor) -> Zone:
    """A zone of communities or estates. :raises Refused, Invalid, Conflict: each in words."""
    gate(by, ZONES, settings.DISTRICT)
    kinds = (*COMMUNITY_KINDS, PlaceKind.ESTATE)
    found = list(Place.objects.current().filter(pk__in=places, kind__in=kinds).only("pk").order_by("pk"))
    if not found or len(found) != len(set(places)):
        raise Invalid(_("Which places belong to it?"), _("Choose communities or estates."), field="places")
    zone = Zone(name=clean_words(name, field="name", limit=NAME), since=from_day(since))
    try:
        with transaction.atomic():
            zone.save()
            zone.places.set(found)
            record(
                zone.stream, "waste.open_zone", by=by.person, place_path=settings.DISTRICT, begins=True,
                after={"name": zone.name, "places": [each.pk for each in found], "since": zone.since.isoformat()},
            )  # fmt: skip
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise Conflict(_("There is a zone of this name."), _("Choose another name."), field="name") from error
    return zone


def end_zone(pk: int, on: date | None = None, *, by: Actor) -> None:
    gate(by, ZONES, settings.DISTRICT)
    with transaction.atomic():
        zone = lock_first(Zone.objects.running(), pk)
        if zone is None:
            raise Missing(_("There is no such zone."), _("Look at the list of zones."))
        end(zone, from_day(on))
        said = {"until": zone.until.isoformat() if zone.until else ""}
        record(zone.stream, "waste.end_zone", by=by.person, after=said, place_path=settings.DISTRICT)
