"""What every page costs in queries: the same with few rows and with many, and never more than written down.

``query_counts.txt`` holds a line for each page: route, reader, queries. ``JIAYUAN_WRITE_QUERIES=1`` writes it anew.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.people.models import Person
from jiayuan.modules.volunteering.models import MusterCall, Pairing, Team, Volunteer
from jiayuan.services.cases.enums import PhotoRole, State
from jiayuan.services.gatherings.models import Session
from tests.factories import (
    ActivityResultFactory,
    AppealFactory,
    CaseFactory,
    CasePhotoFactory,
    CheckMarkFactory,
    ContactFactory,
    CorrectionFactory,
    DoubtFactory,
    HourClaimFactory,
    HourEntryFactory,
    JointActivityFactory,
    MusterAnswerFactory,
    OrganisationFactory,
    PairingFactory,
    PersonFactory,
    PlaceFactory,
    PresenceFactory,
    QualificationFactory,
    RatingFactory,
    RoleGrantFactory,
    SessionFactory,
    ShopVisitFactory,
    SignUpFactory,
    StageRunFactory,
    TeamFactory,
    TeamMemberFactory,
    VolunteerFactory,
    YearlyItemFactory,
)
from tests.test_access_table import HERE, ROLES, STREET, World, _world, routes

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LIST = Path(__file__).with_name("query_counts.txt")
READERS = ("visitor", "resident", "community", "unit", "district")
LEFT_OUT = (
    "accounts/",
    "demo/",
    "design/",
    "console/cases/<str:number>/slip",
    "t/<str:token>",
    "o/<str:token>",
)
"""allauth's own pages, pages of the demonstration, and those that need a state of their own."""


@pytest.fixture
def world(db: None) -> World:
    world = _world()
    _add_rows(world, 6)
    return world


def _add_rows(world: World, count: int) -> None:
    """More of everything that lists show, spread over states and readers."""
    _add_volunteering(world, count)
    _add_hours(world, count)
    resident = Actor(person=PersonFactory())
    place = PlaceFactory(path=HERE)
    for index, state in zip(
        range(count * 3), [State.REPORTED, State.DISPATCHED, State.CLOSED] * count, strict=True
    ):
        handled = state == State.DISPATCHED
        case = CaseFactory(
            place=place, state=state, unit=OrganisationFactory(place=PlaceFactory(path=STREET)) if handled else None,
            closed_at="2026-11-20T08:00:00Z" if state == State.CLOSED else None, is_public=True, public_words="井盖",
        )  # fmt: skip
        ContactFactory(case=case)
        run = StageRunFactory(case=case)
        DoubtFactory(case=case)
        AppealFactory(line__case=case, line__run=run)
        CasePhotoFactory(case=case, role=PhotoRole.AFTER, is_public=True)
        record(case.stream, "cases.report", by=resident.person, after={"role": "reporter"}, place_path=HERE)
        if state == State.CLOSED:
            RatingFactory(subject=case.stream, place=place, score=4, rated_by=resident.person)
        seat = SignUpFactory(role__session__place=place, person=resident.person)
        PresenceFactory(sign_up=seat)
        SignUpFactory(role__session__place=place, person=_person_of(world))
        estate = PlaceFactory(path=f"{HERE}{(len(world.values) + count) % 100:02d}{index % 10}")
        RoleGrantFactory(role=Role.GRID_WORKER, place=estate)


def _add_volunteering(world: World, count: int) -> None:
    """More pairings, volunteers and teams of the community, and more of what hangs on those of the world."""
    place = PlaceFactory(path=HERE)
    for _number in range(count):
        pairing = PairingFactory(community=place)
        JointActivityFactory(pairing=pairing)
        JointActivityFactory(pairing=Pairing.objects.get(pk=world.values["console-pairing.pk"]))
        YearlyItemFactory(community=place, pairing=pairing, kind="resource")
        volunteer = VolunteerFactory(community=place)
        QualificationFactory(volunteer=volunteer)
        QualificationFactory(volunteer=Volunteer.objects.get(pk=world.values["console-volunteer.pk"]))
        TeamMemberFactory(team=TeamFactory(place=place), volunteer=volunteer)
        TeamMemberFactory(team=Team.objects.get(pk=world.values["console-team.pk"]), volunteer=volunteer)
        MusterAnswerFactory(
            call=MusterCall.objects.get(pk=world.values["console-muster.pk"]), volunteer=volunteer
        )


def _person_of(world: World) -> Person:
    """The resident who reads the pages."""
    return Person.objects.get(pk=world.clients["resident"].session["_auth_user_id"])


def _add_hours(world: World, count: int) -> None:
    """More hours of the world's session, of another, and of a resident; corrections that wait."""
    place, resident = PlaceFactory(path=HERE), Person.objects.get(username="table-resident")
    role = Session.objects.get(pk=world.values["console-hours-session.pk"]).roles.get()
    for _number in range(count):
        HourClaimFactory(presence=PresenceFactory(sign_up=SignUpFactory(role=role)), state="marked")
        ActivityResultFactory(session=role.session)
        ShopVisitFactory(session=role.session)
        CheckMarkFactory(session=role.session, code=f"point-{_number}-{count}")
        other = SessionFactory(
            kind="charity_hour", place=place, starts_at=timezone.now() - timedelta(hours=2)
        )
        sign_up = SignUpFactory(role__session=other, person=resident)
        HourClaimFactory(presence=PresenceFactory(sign_up=sign_up), state="marked")
        beside = SignUpFactory(role=sign_up.role)
        PresenceFactory(sign_up=beside)
        HourEntryFactory(person=resident, place=place)
        CorrectionFactory(entry=HourEntryFactory(person=resident, place=place))
        HourClaimFactory(
            presence=PresenceFactory(
                sign_up=SignUpFactory(role__session__kind="charity_hour", role__session__place=place)
            )
        )


def pages() -> list[tuple[str, str]]:
    return [(route, name) for route, name in sorted(set(routes())) if not route.startswith(LEFT_OUT)]


def measure(world: World, route: str, name: str, reader: str) -> int | None:
    """Queries of a second visit (the first may fill caches); None where the page does not open for this reader."""
    client, path = world.clients[reader], world.path_of(route, name)
    point = transaction.savepoint()
    first = client.get(path)
    kind = first.headers.get("Content-Type", "")
    if first.status_code != 200 or "svg" in kind or "image" in kind:
        transaction.savepoint_rollback(point)
        return None
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[arg-type]
    transaction.savepoint_rollback(point)
    return len([each for each in queries if "SAVEPOINT" not in each["sql"]])


def ceilings() -> dict[tuple[str, str], int]:
    lines = [
        line.split() for line in LIST.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
    ]
    return {(line[0], line[1]): int(line[2]) for line in lines}


def counts(world: World) -> dict[tuple[str, str], int]:
    found = {}
    for route, name in pages():
        for reader in READERS:
            count = measure(world, route, name, reader)
            if count is not None:
                found[f"/{route}", reader] = count
    return found


def test_no_page_costs_more_with_more_rows(world: World) -> None:
    few = counts(world)
    point = transaction.savepoint()
    _add_rows(world, 12)
    many = counts(world)
    transaction.savepoint_rollback(point)
    if os.environ.get("JIAYUAN_WRITE_QUERIES"):
        rows = [f"{route:60} {reader:10} {count}" for (route, reader), count in sorted(many.items())]
        LIST.write_text("# page reader queries\n" + "\n".join(rows) + "\n", encoding="utf-8")
    grown = {page: (few.get(page), count) for page, count in many.items() if count > few.get(page, 0)}
    assert not grown
    known = ceilings()
    unknown = sorted(many.keys() - known.keys())
    assert not unknown, f"write these down in {LIST.name}"
    dearer = {page: (known[page], count) for page, count in many.items() if count > known[page]}
    assert not dearer
    assert set(ROLES) >= set(READERS)
