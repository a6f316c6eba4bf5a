"""The demonstration's waste sorting: on 31 July 2020 the figures of the report come out of its rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as configured
from django.db import transaction

from jiayuan.district.figures.domain.queries.ask import scope_for
from jiayuan.doors.cli.demo.places import build_places
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.models import Place
from jiayuan.modules.waste.demo.chapter import tell_waste
from jiayuan.modules.waste.domain.queries.coverage import matrix, overview
from jiayuan.modules.waste.models import DropPoint
from tests.factories import PersonFactory, RoleGrantFactory

NOW = datetime(2026, 3, 18, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
REPORTED = date(2020, 7, 31)
TOLD = {"communities": 44, "estates": 456, "uncovered": 0, "pilot_estates": 22, "demonstration_zones": 2}


def context_of(seed: str = "pear", *, small: bool = False) -> DemoContext:
    context = DemoContext(seed, NOW, NOW, small=small, progress=str)
    estates = build_places(context)
    held = {
        "district": (Role.DISTRICT_OFFICER, "140106"),
        "community": (Role.COMMUNITY_WORKER, "140106004010"),
    }
    people = {
        key: RoleGrantFactory(role=role, place=Place.objects.get(pk=path), since=date(2018, 1, 1)).person
        for key, (role, path) in held.items()
    }
    people["resident"] = PersonFactory(home_place=estates[0])
    return replace(context, estates=estates, people=people)


@pytest.fixture(scope="module")
def _told(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        with at(NOW):
            tell_waste(context_of())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def district(_told: None, db: None) -> Place:
    return Place.objects.get(pk=configured.DISTRICT)


def value(district: Place, name: str, day: date | None) -> Any:
    with at(NOW):
        return registers.figures[f"waste.{name}"].value(scope_for(district, day=day))


def test_the_report_s_figures_come_out_of_the_rows(district):
    assert {name: value(district, name, REPORTED) for name in TOLD} == TOLD
    assert value(district, "points", REPORTED) >= 456
    assert value(district, "bins", REPORTED) > value(district, "points", REPORTED) * 4


def test_pages_and_figures_say_the_same(district, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = overview([district.path], REPORTED)
    assert (found.communities, found.estates, found.covered, found.lacking) == (44, 456, 456, [])


def test_sorting_grew_from_pilots_to_the_whole(district):
    counts = [
        value(district, "estates", day) for day in (date(2019, 3, 1), date(2019, 6, 1), date(2020, 1, 1))
    ]
    assert counts[0] == 0 < counts[1] < counts[2] < 456
    assert value(district, "pilot_estates", date(2019, 6, 1)) == counts[1]


def test_one_gap_of_today_has_a_name(district):
    with at(NOW):
        found = overview([district.path], NOW.date())
        (gap,) = found.lacking
        assert [str(each.kind) for each in gap.gaps] == ["point"]
        assert gap.estate.path.startswith("140106004010")
        assert overview([district.path], NOW.date() - timedelta(days=2)).lacking == []


def test_points_have_moved_since_and_nothing_lies_ahead(district):
    assert DropPoint.objects.filter(name="新投放房", closed_on=None).count() == 3
    assert not DropPoint.objects.filter(opened_on__gt=NOW.date()).exists()
    assert Entry.objects.filter(action__startswith="waste.").latest("at").at <= NOW


def test_the_matrix_asks_as_much_for_one_as_for_all(district, django_assert_num_queries):
    for path in (district.path, "140106004010"):
        with django_assert_num_queries(6):
            lines = matrix([path], REPORTED)
    assert all(set(line.cells) == {"kitchen", "recyclable", "hazardous", "residual"} for line in lines)
    assert any(line.is_pilot for line in lines)
