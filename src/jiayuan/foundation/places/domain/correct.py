"""Correcting what is known about a place."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.ledger.domain.record import record

from ..models import Place
from . import checks
from .position import Given, parse_position

MOST = 5_000_000
LONGEST_ADDRESS = 120


@dataclass(frozen=True)
class Particulars:
    """What a place's page lets its keepers correct. None means not known."""

    population: int | None = None
    households: int | None = None
    address: str = ""


def correct_place(
    path: str, particulars: Particulars, *, by: Actor, position: tuple[Given, Given] | None = None
) -> Place:
    """Write what is known now. A position given here counts as surveyed.

    :param position: (latitude, longitude) as sent, or None to leave it.
    :raises Refused, Invalid, Conflict, Missing: each in words.
    """
    gate(by, "places.change", path)
    wanted = {**asdict(particulars), "address": _check(particulars)}
    with transaction.atomic():
        place = checks.lock_living(path)
        if position is not None:
            latitude, longitude = parse_position(*position)
            if (latitude, longitude) != (place.latitude, place.longitude):
                wanted |= {"latitude": latitude, "longitude": longitude, "position_is_estimated": False}
        before = {field: getattr(place, field) for field in wanted}
        changed = [field for field, value in wanted.items() if before[field] != value]
        if changed:
            for field in changed:
                setattr(place, field, wanted[field])
            place.save()
            record(
                f"place/{path}", "place.corrected", by=by.person, place_path=path,
                before={field: before[field] for field in changed}, after={field: wanted[field] for field in
                changed},
            )  # fmt: skip
    return place


def _check(particulars: Particulars) -> str:
    for field in ("population", "households"):
        number = getattr(particulars, field)
        if number is not None and not 0 <= number <= MOST:
            raise Invalid(
                _("This number cannot be right."), _("Enter a number from 0 to 5,000,000."), field=field
            )
    address = " ".join(particulars.address.split())
    if len(address) > LONGEST_ADDRESS:
        raise Invalid(
            _("The address is longer than %(count)s characters.") % {"count": LONGEST_ADDRESS},
            _("Shorten it."),
            field="address",
        )
    return address
