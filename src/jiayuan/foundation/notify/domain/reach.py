"""Over which ways somebody is told: what they chose, else the first of the kind's ways that reaches them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from jiayuan.foundation.common.registers import NoticeKind, registers
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.paths import ancestors

from ..enums import LOUD, Way
from ..models import Choice, QuietHours
from .quiet import Quiet, quiet_of_the_district

Addresses = Mapping[str, Mapping[int, str]]


def addresses_of(people: Sequence[Person]) -> Addresses:
    """way -> person.pk -> address, as the rooms that know announce it."""
    return {
        name: registers.addresses[name](people) for name in registers.addresses.names() if name in Way.values
    }


def choices_of(people: Iterable[Person], kinds: Iterable[str]) -> dict[tuple[int, str], dict[str, bool]]:
    """(person.pk, kind) -> way -> wanted. One query."""
    found: dict[tuple[int, str], dict[str, bool]] = defaultdict(dict)
    for each in Choice.objects.filter(person__in=[person.pk for person in people], kind__in=list(kinds)):
        found[each.person_id, each.kind][each.way] = each.is_wanted
    return found


def is_declined(person_pk: int | None, kind: str, way: str) -> bool:
    """Did this person say that they do not want this kind over this way? One query."""
    declined = Choice.objects.filter(person=person_pk, kind=kind, way=way, is_wanted=False)
    return person_pk is not None and declined.exists()


def ways_to(person_pk: int, kind: NoticeKind, addresses: Addresses, chosen: Mapping[str, bool]) -> list[Way]:
    """The ways over which this kind goes out to this person now."""
    reaching = [way for way in Way if person_pk in addresses.get(way, {})]
    if chosen:
        return [way for way in reaching if chosen.get(way)]
    return [Way(way) for way in kind.channels if way in reaching][:1]


def quiet_of(people: Iterable[Person]) -> dict[int, Quiet]:
    """The quiet hours that each chose for themselves. One query."""
    rows = QuietHours.objects.filter(person__in=[person.pk for person in people])
    return {each.person_id: Quiet(each.begins, each.ends) for each in rows}


def first_moment(way: str, moment: datetime, *, is_urgent: bool, quiet: Quiet | None) -> datetime:
    """When something told at ``moment`` may go out over this way."""
    if is_urgent or way not in LOUD:
        return moment
    return (quiet or quiet_of_the_district()).over_at(moment)


def holders(*roles: Any, around: str = "", organisation: int | None = None) -> Sequence[Person]:
    """Who holds one of ``roles`` today, for the place ``around`` or one around it, or for this organisation."""
    from jiayuan.foundation.access.models import RoleGrant

    grants = RoleGrant.objects.in_force().filter(role__in=roles)
    if organisation is not None:
        grants = grants.filter(organisation_id=organisation)
    if around:
        grants = grants.filter(place_id__in=[*ancestors(around), around])
    return list(Person.objects.filter(pk__in=grants.values("person"), is_active=True).order_by("pk"))
