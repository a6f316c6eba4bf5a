"""Staff with their roles, residents with their homes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.domain.grants import grant_role
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.enums import OrganisationKind, UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.domain.accounts import person_for_phone
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.models import Place

from .accounts import ACCOUNTS, COMMUNITY, Account
from .names import names, phones

PERSON_PHONES = "+861380000"
RESIDENTS, SMALL_RESIDENTS = 300, 12
VOLUNTEERS, SMALL_VOLUNTEERS = 24, 1
COLLEAGUES = 9
NEAR = 0.35
"""The part of the residents who live where the tours begin."""


@dataclass
class Town:
    """Who and what is there already while people are being made."""

    context: DemoContext
    estates: Sequence[Place]
    organisations: Sequence[Organisation]
    places: dict[str, Place]
    called: Iterator[str]
    numbers: Iterator[str]
    staff_numbers: Iterator[int] = field(default_factory=lambda: count(1))
    people: dict[str, Person] = field(default_factory=dict)
    giver: Actor = field(default_factory=Actor)

    def estate(self, name: str) -> Place | None:
        return next((each for each in self.estates if each.name == name), None)


def build_people(
    context: DemoContext, estates: Sequence[Place], organisations: Sequence[Organisation]
) -> dict[str, Person]:
    """Returns the demonstration accounts by key."""
    random = context.random("people")
    town = Town(
        context,
        estates,
        organisations,
        Place.objects.defer("boundary").in_bulk([*{each.place_id for each in organisations}, COMMUNITY[:6]]),
        names(random),
        phones(PERSON_PHONES),
    )
    for account in ACCOUNTS:
        town.people[account.key] = (
            _resident(town, account)
            if account.estate and not account.function
            else _staff(town, account.name, account.username)
        )
    _first_role(town)
    for account in ACCOUNTS:
        _account_role(town, account)
    _staff_of_units(town)
    _officers(town)
    _residents(town)
    _drivers(town)
    return town.people


def _first_role(town: Town) -> None:
    """The first role has nobody to give it; whoever sets the platform up does."""
    person = town.people["it"]
    grant = RoleGrant.objects.create(
        person=person, role=Role.IT_STAFF, place=town.places[COMMUNITY[:6]], since=today()
    )
    record(
        f"person/{person.pk}",
        "role.granted",
        after={"role": grant.role, "place": grant.place_id, "since": grant.since},
        place_path=grant.place_id,
    )
    town.giver = Actor(person=person)


def _staff(town: Town, name: str, username: str | None = None) -> Person:
    person = Person.objects.create_person(
        name=name,
        phone=next(town.numbers),
        username=username or f"demo-staff-{next(town.staff_numbers)}",
        is_demo=True,
        joined_at=now(),
        phone_proven_at=now(),
    )
    record(f"person/{person.pk}", "person.joined", by=person)
    return person


def _resident(town: Town, account: Account) -> Person:
    person = person_for_phone(next(town.numbers), name=account.name)
    person.phone_proven_at = now()
    person.set_unusable_password()
    person.username, person.care_mode, person.is_demo = account.username, account.care_mode, True
    person.home_place = town.estate(account.estate)
    person.save()
    return person


def _grant(
    town: Town, person: Person, role: Role, place: Place, organisation: Organisation | None = None
) -> None:
    grant_role(person=person, role=role, place=place, organisation=organisation, by=town.giver, since=today())


def _account_role(town: Town, account: Account) -> None:
    if account.role is None or account.key == "it":
        return
    person, place, organisation = town.people[account.key], town.places[account.path], None
    if account.function:
        organisation = _organisation_for(town, account)
        place = town.places[organisation.place_id]
    _grant(town, person, account.role, place, organisation)


def _organisation_for(town: Town, account: Account) -> Organisation:
    return next(
        each
        for each in town.organisations
        if each.function == account.function
        and each.place_id.startswith(account.path)
        and (not account.estate or account.estate in each.name)
    )


def _staff_of_units(town: Town) -> None:
    """A worker and a grid worker in each community; two officers in each unit; a manager in each property service."""
    for unit in town.organisations:
        place = town.places[unit.place_id]
        if unit.function == UnitFunction.COMMUNITY:
            _community(town, unit, place)
        elif unit.kind == OrganisationKind.UNIT:
            for _number in range(2):
                _grant(town, _staff(town, next(town.called)), Role.UNIT_OFFICER, place, unit)
        elif unit.kind == OrganisationKind.PROPERTY_COMPANY:
            _grant(town, _staff(town, next(town.called)), Role.PROPERTY_MANAGER, place, unit)


def _community(town: Town, office: Organisation, place: Place) -> None:
    """The grid worker also does what is sent to the community's own office; the worker verifies it."""
    _grant(town, _staff(town, next(town.called)), Role.COMMUNITY_WORKER, place)
    if place.path == COMMUNITY:
        grid = town.people["grid"]
        _grant(town, _staff(town, next(town.called)), Role.GRID_WORKER, place)
    else:
        grid = _staff(town, next(town.called))
        _grant(town, grid, Role.GRID_WORKER, place)
    _grant(town, grid, Role.UNIT_OFFICER, place, office)


def _officers(town: Town) -> None:
    streets = {each.place_id[:9] for each in town.organisations if len(each.place_id) >= 9}
    for path in sorted(streets):
        _grant(town, _staff(town, next(town.called)), Role.STREET_OFFICER, town.places[path])
    institution = next(each for each in town.organisations if each.kind == OrganisationKind.INSTITUTION)
    _grant(
        town,
        _staff(town, next(town.called)),
        Role.INSTITUTION_CONTACT,
        town.places[institution.place_id],
        institution,
    )


def _drivers(town: Town) -> None:
    """Of the unit whose trucks are shown: the colleagues of the demonstration's driver."""
    account = next(each for each in ACCOUNTS if each.role == Role.DRIVER)
    unit = _organisation_for(town, account)
    for _number in range(COLLEAGUES):
        _grant(town, _staff(town, next(town.called)), Role.DRIVER, town.places[unit.place_id], unit)


def _residents(town: Town) -> None:
    random, small = town.context.random("residents"), town.context.small
    near = [each for each in town.estates if each.path.startswith(COMMUNITY[:9])]
    made = []
    for _number in range(SMALL_RESIDENTS if small else RESIDENTS):
        person = person_for_phone(next(town.numbers), name=next(town.called))
        person.home_place = random.choice(near if random.random() < NEAR else town.estates)
        person.care_mode, person.is_demo = random.random() < 0.2, True
        person.phone_proven_at = now()
        made.append(person)
    fields = ["home_place", "care_mode", "is_demo", "phone_proven_at"]
    Person.objects.bulk_update(made, fields, batch_size=100)
    _volunteers(town, made[: SMALL_VOLUNTEERS if small else VOLUNTEERS])


def _volunteers(town: Town, people: Iterable[Any]) -> None:
    communities = Place.objects.in_bulk({each.home_place_id[:12] for each in people})
    for person in people:
        _grant(town, person, Role.VOLUNTEER, communities[person.home_place_id[:12]])
