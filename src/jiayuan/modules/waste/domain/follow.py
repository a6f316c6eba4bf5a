"""What becomes of drop points, collection days, pilots, hours and bookings when their place became another one. Of
collection that is moved: see :mod:`.follow_shifts`."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.models import Place

from ..models import (
    Appointment,
    CollectionDay,
    DropPoint,
    Inspection,
    Kit,
    KitCopy,
    PickupHours,
    Pilot,
    RoundStop,
    Zone,
)
from ..round_enums import StopState
from .checks import note_estate
from .follow_shifts import follow_shifts
from .points import SERVING


def follow_heirs(*, heirs: Mapping[str, str], on: date, by: Actor, **_signal: Any) -> None:
    """What holds on that day or later goes on at the heir. What was stays with the place as it was, so that any past
    day can still be asked."""
    for point in DropPoint.objects.filter(_not_over(on, "closed_on"), estate__in=heirs).order_by("pk"):
        _follow_point(point, heirs[point.estate_id], on, by)
    for what, model in (("collection day", CollectionDay), ("pilot", Pilot)):
        for row in model.objects.filter(_not_over(on), estate__in=heirs).order_by("pk"):
            former, known = row.estate_id, row.pk
            _go_on(row, on, estate_id=heirs[former])
            if isinstance(row, Pilot):
                _follow_kits(known, row)
            said = {"what": what, "from": former, "on": on.isoformat()}
            note_estate(heirs[former], "waste.followed", by, **said)
    for zone in Zone.objects.filter(_not_over(on), places__in=heirs).distinct().order_by("pk"):
        _follow_zone(zone, heirs, on, by)
    follow_shifts(heirs, on, by)
    for former, heir in heirs.items():
        _follow_bookings(former, heir, on)


def count_affected(within: Callable[[str], Q]) -> int:
    """How many drop points stand at the places concerned."""
    return DropPoint.objects.current().filter(within("estate_id")).count()


def _follow_kits(former: int, pilot: Pilot) -> None:
    """Those that tell of a pilot, which is written about on; and the one that it copies: where the heir copies it
    already, that copy stays the one."""
    Kit.objects.filter(pilot=former).update(pilot=pilot)
    for copy in KitCopy.objects.filter(pilot=former):
        if not KitCopy.objects.filter(kit=copy.kit_id, estate=pilot.estate_id).exclude(pk=copy.pk).exists():
            copy.pilot, copy.estate_id = pilot, pilot.estate_id
            copy.save()


def _not_over(on: date, last: str = "until") -> Q:
    return Q(**{last: None}) | Q(**{f"{last}__gt": on})


def _go_on(row: Any, on: date, **changed: Any) -> None:
    """The row ends on that day, and one that differs only in what ``changed`` goes on from it."""
    until = row.until
    if row.since < on:
        row.until = on
        row.save(update_fields=["until", "updated_at"])
        row.pk, row.since = None, on
    row.until = until
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()


def _follow_point(point: DropPoint, heir: str, on: date, by: Actor) -> None:
    """A drop point that stood before that day is closed, and one like it opened with all that hangs on it."""
    former, known, closed_on = point.estate_id, point.pk, point.closed_on
    rows = [
        row for model in SERVING for row in model.objects.filter(_not_over(on), point=point).order_by("pk")
    ]
    to_recheck = list(Inspection.objects.to_recheck().filter(point=point).values_list("pk", flat=True))
    if point.opened_on < on:
        point.closed_on = on
        point.save()
        record(
            point.stream, "waste.close_point", by=by.person, after={"closed_on": on.isoformat()},
            place_path=former,
        )  # fmt: skip
        point.pk, point.opened_on, point.revision = None, on, 1
    point.estate_id, point.closed_on = heir, closed_on
    point.save()
    for row in rows:
        _go_on(row, on, point_id=point.pk)
    Inspection.objects.filter(pk__in=to_recheck).update(point=point)
    record(
        point.stream, "waste.followed", by=by.person, begins=point.pk != known, place_path=heir,
        before={"point": known, "estate": former}, after={"estate": heir, "on": on.isoformat()},
    )  # fmt: skip


def _follow_zone(zone: Zone, heirs: Mapping[str, str], on: date, by: Actor) -> None:
    places = sorted({heirs.get(path, path) for path in zone.places.values_list("pk", flat=True)})
    known = zone.pk
    _go_on(zone, on)
    zone.places.set(Place.objects.filter(pk__in=places))
    record(
        zone.stream, "waste.followed", by=by.person, begins=zone.pk != known, place_path=settings.DISTRICT,
        before={"zone": known}, after={"places": places, "on": on.isoformat()},
    )  # fmt: skip


def _follow_bookings(former: str, heir: str, on: date) -> None:
    """Hours that the heir has already stay where they are: who booked them keeps them, nobody else can."""
    for hours in PickupHours.objects.filter(place=former, day__gte=on).order_by("pk"):
        same = {name: getattr(hours, name) for name in ("operator_id", "waste", "day", "starts_at")}
        if not PickupHours.objects.filter(place=heir, **same).exists():
            hours.place_id = heir
            hours.save(update_fields=["place", "updated_at"])
    Appointment.objects.booked().filter(estate=former).update(estate=heir)
    RoundStop.objects.filter(estate=former, state=StopState.WAITING, day__gte=on).update(estate=heir)
