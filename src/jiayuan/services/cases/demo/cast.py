"""Who plays which part in the demonstration's cases: read from the roles that are held."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.models import Person

from ..rules import UNIT_ROLES

SERVICES = {"P0106": "供水", "E0403": "供水", "P0107": "燃气", "P0108": "供热", "P0110": "供电"}
"""Which of the utilities a category is for."""


@dataclass
class Cast:
    """Actors are made once: each remembers what its roles reach."""

    actors: dict[int, Actor] = field(default_factory=dict)
    workers: dict[str, list[Actor]] = field(default_factory=lambda: defaultdict(list))
    grids: dict[str, list[Actor]] = field(default_factory=lambda: defaultdict(list))
    officers: dict[int, list[Actor]] = field(default_factory=lambda: defaultdict(list))
    """By organisation."""
    streets: dict[str, list[Actor]] = field(default_factory=lambda: defaultdict(list))
    districts: dict[str, list[Actor]] = field(default_factory=lambda: defaultdict(list))
    residents: dict[str, list[Actor]] = field(default_factory=lambda: defaultdict(list))
    """By community."""
    units: dict[tuple[str, str], list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    """By function and place."""

    def unit_for(self, code: str, function: str, path: str) -> Organisation:
        """The nearest unit of this function, as the desk would choose it; else the community's own office."""
        for length in (15, 12, 9, 6):
            found = self.units.get((function, path[:length])) if length <= len(path) else None
            if found:
                wanted = SERVICES.get(code, "")
                return next((each for each in found if wanted in each.name), found[0])
        return self.units[(UnitFunction.COMMUNITY, path[:12])][0]

    def neighbour(self, community: str, random: Random) -> Actor | None:
        """Somebody who lives there."""
        near = self.residents.get(community)
        return random.choice(near) if near else None


def read_cast(people: Sequence[Person]) -> Cast:
    """:param people: the demonstration accounts; they come first among those who could play a part."""
    cast = Cast()
    order = {person.pk: number for number, person in enumerate(people)}
    grants = RoleGrant.objects.in_force().select_related("person").order_by("pk")
    for grant in sorted(grants, key=lambda each: (order.get(each.person_id, len(order)), each.pk)):
        actor = cast.actors.setdefault(grant.person_id, Actor(person=grant.person))
        _place(cast, grant, actor)
    for unit in Organisation.objects.current().exclude(function="").order_by("pk"):
        if unit.pk in cast.officers:
            cast.units[(unit.function, unit.place_id)].append(unit)
    settled = Person.objects.filter(is_demo=True, home_place__isnull=False).order_by("pk")
    for person in settled:
        actor = cast.actors.setdefault(person.pk, Actor(person=person))
        cast.residents[_community(person)].append(actor)
    return cast


def _community(person: Any) -> str:
    return str(person.home_place_id)[:12]


def _place(cast: Cast, grant: RoleGrant, actor: Actor) -> None:
    if grant.role == Role.COMMUNITY_WORKER:
        cast.workers[grant.place_id].append(actor)
    elif grant.role == Role.GRID_WORKER:
        cast.grids[grant.place_id].append(actor)
    elif grant.role == Role.STREET_OFFICER:
        cast.streets[grant.place_id].append(actor)
    elif grant.role == Role.DISTRICT_OFFICER:
        cast.districts[grant.place_id].append(actor)
    elif grant.role in UNIT_ROLES and grant.organisation_id is not None:
        cast.officers[grant.organisation_id].append(actor)
