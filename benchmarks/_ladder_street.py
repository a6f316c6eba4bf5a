"""One street with its stations, built through the product's own functions: 10 communities, 95 teams."""

from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Any

STREET = "140106006"
TEAMS, RESIDENTS = 95, 600
ESTATES, BUILDINGS = 6, 2


@dataclass
class Street:
    """Keys of whoever acts, and where people live."""

    communities: list[str]
    homes: dict[str, list[str]]
    desks: dict[str, list[int]]
    officers: list[int]
    residents: list[int]


def build_street(helpers: int) -> Street:
    from jiayuan.foundation.access.actor import Actor
    from jiayuan.foundation.places.models import Place
    from jiayuan.modules.help.domain.network_drafts import StationDraft
    from jiayuan.modules.help.domain.stations import open_station

    _facts()
    found = Place.objects.current().filter(parent_id=STREET, kind__in=("community", "village"))
    communities = list(found.order_by("path").values_list("path", flat=True))
    officers = [_staff("street_officer", STREET, number) for number in range(2)]
    desks = {path: [_staff("community_worker", path, turn) for turn in range(2)] for path in communities}
    by, district = Actor(person=officers[0]), Actor(person=_staff("district_officer", STREET[:6], 0))
    homes = {path: _estates(path, district) for path in communities}
    stations = [open_station(path, StationDraft(f"{path[-3:]}号微帮站"), by=by) for path in communities]
    _fill(_posts(stations, homes, by), helpers, by)
    return Street(
        communities,
        {path: [each for row in rows for each in row] for path, rows in homes.items()},
        {path: [each.pk for each in people] for path, people in desks.items()},
        [each.pk for each in officers],
        [each.pk for each in _people("居民", RESIDENTS, 20_000)],
    )


def _facts() -> None:
    from django.core.management import call_command

    from jiayuan.foundation.places.domain.load import load_district
    from jiayuan.services.cases.domain.load_catalogue import load_catalogue

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_district("140106")
    load_catalogue()


def _staff(role: str, path: str, number: int) -> Any:
    from jiayuan.foundation.access.models import RoleGrant
    from jiayuan.foundation.people.models import Person

    person = Person.objects.create(
        name=f"{role}{number}", username=f"year-{role}-{path}-{number}", password="!"
    )
    RoleGrant.objects.create(person=person, role=role, place_id=path, since=date(2024, 1, 1))
    return person


def _people(name: str, many: int, first: int) -> list[Any]:
    from jiayuan.foundation.people.models import Person

    rows = [
        Person(name=f"{name}{number}", phone=f"+86139{first + number:08}", password="!")
        for number in range(many)
    ]
    return list(Person.objects.bulk_create(rows, batch_size=400))


def _estates(community: str, by: Any) -> list[list[str]]:
    """The paths of each estate: its own, then those of its buildings."""
    from jiayuan.foundation.places.domain.add import NewPlace, add_place
    from jiayuan.foundation.places.enums import PlaceKind

    rows = []
    for number in range(1, ESTATES + 1):
        path = f"{community}{number:03}"
        row = [add_place(NewPlace(path, PlaceKind.ESTATE, f"{number}号院"), by=by).path]
        for building in range(1, BUILDINGS + 1):
            new = NewPlace(f"{path}{building:03}", PlaceKind.BUILDING, f"{building}号楼")
            row.append(add_place(new, by=by).path)
        rows.append(row)
    return rows


def _posts(stations: list[Any], homes: dict[str, list[list[str]]], by: Any) -> list[Any]:
    """The centres, the teams in their courtyards, a point in each building, two merchants a community."""
    from jiayuan.foundation.organisations.models import Organisation
    from jiayuan.modules.help.domain.network_drafts import PostDraft
    from jiayuan.modules.help.domain.stations import open_post
    from jiayuan.modules.help.models import Post

    for number, station in enumerate(stations):
        rows = homes[station.community_id]
        share = TEAMS // len(stations) + (number < TEAMS % len(stations))
        for turn, row in zip(range(share), cycle(rows), strict=False):
            open_post(station.pk, PostDraft("team", f"{turn + 1}号服务队", row[0]), by=by)
        for building in (path for row in rows for path in row[1:]):
            open_post(station.pk, PostDraft("point", f"{building[-6:]}服务点", building), by=by)
        for turn in range(2):
            shop = Organisation.objects.create(
                name=f"{station.community_id}-{turn}五金店", kind="merchant", place_id=station.community_id
            )
            draft = PostDraft("merchant", f"{turn}号服务站", station.community_id, organisation_id=shop.pk)
            open_post(station.pk, draft, by=by)
    return list(Post.objects.filter(station__in=stations).order_by("pk"))


def _fill(posts: list[Any], helpers: int, by: Any) -> None:
    from jiayuan.modules.help.domain.network import add_member

    people, kept = _people("志愿者", helpers, 40_000), set()
    for person, post in zip(people, cycle(posts), strict=False):
        add_member(post.pk, person, "helper" if post.pk in kept else "keeper", by=by)
        kept.add(post.pk)
