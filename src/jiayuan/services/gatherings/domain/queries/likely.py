"""Who a name on the list may be: few, shortened, and only by what the host knows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.phones import normalise_phone
from jiayuan.foundation.places.paths import inside

from ...models import Session, SignUp

MOST = 6
WHOLE = 11
"""Digits of a whole number; fewer are its last ones."""
FEWEST = 4


@dataclass(frozen=True)
class Likely:
    """Somebody it may be. ``own``: their sign-up here, if they have one; ``was_in``: they were checked in by it."""

    person: Person
    own: SignUp | None
    was_in: bool
    came_before: bool


def likely_people(row: SignUp, *, name: str = "", phone: str = "") -> Sequence[Likely]:
    """Those with the phone that was written down; those of this name who signed up here; and with what the host knows
    besides: a whole phone number, or the name with the last digits of one, among the people of this place.

    :raises Invalid: too few digits, or digits without a name (fields ``phone``, ``name``). Three queries.
    """
    session = row.session
    found = Q(pk__in=[])
    if row.phone:
        found |= Q(phone=row.phone)
    if row.name:
        found |= Q(name=row.name, pk__in=_signed_up(session))
    if phone.strip():
        found |= _by_phone(session, name.strip() or row.name, phone)
    before = SignUp.objects.filter(person=OuterRef("pk"), session__place=session.place_id).exclude(
        session=session
    )
    people = (
        Person.objects.filter(found, is_active=True)
        .select_related("home_place")
        .defer("home_place__boundary")
    )
    rows = list(people.annotate(came_before=Exists(before)).order_by("pk")[:MOST])
    own = SignUp.objects.live().filter(session=session, person__in=rows).select_related("presence")
    there = {each.person_id: each for each in own}
    return [_likely(each, there.get(each.pk)) for each in rows]


def _likely(person: Any, own: SignUp | None) -> Likely:
    was_in = own is not None and getattr(own, "presence", None) is not None
    return Likely(person, own, was_in, person.came_before)


def _signed_up(session: Session) -> Any:
    return SignUp.objects.live().filter(session=session, person__isnull=False).values("person")


def _by_phone(session: Session, name: str, phone: str) -> Q:
    digits = "".join(each for each in phone if each.isdecimal())
    if len(digits) >= WHOLE:
        return Q(phone=normalise_phone(phone))
    if len(digits) < FEWEST:
        raise Invalid(
            _("These are too few digits to find anybody."),
            _("Write the whole number, or at least its last four digits."),
            field="phone",
        )
    if not name:
        raise Invalid(
            _("The last digits alone would find strangers."), _("Write the name as well."), field="name"
        )
    known = SignUp.objects.filter(person=OuterRef("pk"), session__place=session.place_id)
    here = Q(inside([session.place_id], field="home_place_id")) | Q(Exists(known))
    return Q(name=name, phone__endswith=digits) & here
