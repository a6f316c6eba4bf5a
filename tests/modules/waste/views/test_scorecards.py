"""Scorecards of places: fair denominators, nothing ranked, every number opens to its records."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.queries.scorecards import card_of, cards_of
from jiayuan.modules.waste.domain.weeks import close_weeks
from jiayuan.modules.waste.models import WeekWeight
from tests.factories import InspectionFactory, LeftCallFactory, RoundStopFactory

from ..scene import COMMUNITY, ESTATE, NEIGHBOUR, NOW, OTHER, estate, holder, resident, served, worker

pytestmark = pytest.mark.django_db
PAGE = reverse("console-waste-scorecards")
MONDAY = date(2026, 10, 26)


@pytest.fixture(autouse=True)
def _scene() -> Any:
    with at(NOW):
        yield


def weigh(
    path: str, kg: dict[str, float], weeks: int = 4, *, first: int = 0, missed: int = 0, made: int = 7
) -> None:
    for number in range(first, first + weeks):
        for stream, amount in kg.items():
            WeekWeight.objects.create(
                estate_id=path, stream=stream, week=MONDAY - timedelta(weeks=number), kg=amount, collections=made,
                due=made + missed, missed=missed,
            )  # fmt: skip


def own(path: str, paths: Any = (COMMUNITY,)) -> Any:
    return next(each for each in cards_of(paths, 4) if each.place.path == path)


def test_a_household_counts_only_where_its_waste_was_weighed() -> None:
    estate(ESTATE, households=100)
    estate(NEIGHBOUR, households=300)
    estate(f"{COMMUNITY}003", households=None)
    weigh(ESTATE, {"kitchen": 500, "residual": 300})
    weigh(f"{COMMUNITY}003", {"kitchen": 9_000})
    WeekWeight.objects.create(
        estate_id=NEIGHBOUR, stream="kitchen", week=MONDAY, kg=0, collections=0, due=7, missed=7
    )
    card = card_of(COMMUNITY, 4)
    assert card is not None
    assert card.measures["kitchen"].value == pytest.approx(5)
    assert (card.now.missed, card.now.due) == (7, 7 + 4 * 7 * 3)


def test_a_week_alone_says_nothing_and_a_stream_that_is_not_weighed_makes_no_share() -> None:
    estate(ESTATE, households=100)
    weigh(ESTATE, {"residual": 300})
    weigh(ESTATE, {"kitchen": 300}, weeks=1)
    measures = own(ESTATE).measures
    assert (measures["kitchen"].value, measures["share"].value) == (None, None)
    assert measures["residual"].value == pytest.approx(3)


def test_the_weeks_before_stand_beside() -> None:
    estate(ESTATE, households=100)
    weigh(ESTATE, {"kitchen": 400, "residual": 600})
    weigh(ESTATE, {"kitchen": 200, "residual": 800}, first=4)
    share = own(ESTATE).measures["share"]
    assert (share.value, share.before) == (pytest.approx(40), pytest.approx(20))


@pytest.mark.parametrize(("many", "low"), [(4, None), (5, 2.0)])
def test_others_are_given_as_their_middle_half_and_only_if_there_are_five(
    many: int, low: float | None
) -> None:
    estate(ESTATE, households=100)
    weigh(ESTATE, {"kitchen": 500})
    for number in range(1, many + 1):
        estate(f"{OTHER}{number:03d}", households=100)
        weigh(f"{OTHER}{number:03d}", {"kitchen": 100 * number})
    estate(f"{OTHER}099", households=900)
    weigh(f"{OTHER}099", {"kitchen": 90_000})
    found = own(ESTATE).measures["kitchen"]
    assert (found.low, found.others) == (low, many)
    assert found.high == (4.0 if low else None)


def test_places_stand_by_name_and_only_ones_own(sign_in: Any) -> None:
    for path, name, kg in ((ESTATE, "安宁小区", 900), (NEIGHBOUR, "白云小区", 100)):
        estate(path, name=name, households=100)
        weigh(path, {"kitchen": kg})
    estate(f"{OTHER}001", name="丙小区", households=100)
    weigh(f"{OTHER}001", {"kitchen": 500})
    page = sign_in(worker().person).get(PAGE)
    assert [each.place.name for each in page.context["cards"]] == ["安宁小区", "白云小区"]
    assert "丙小区" not in page.content.decode()
    district = sign_in(holder(Role.DISTRICT_OFFICER, "140106").person).get(PAGE)
    assert {each.place.path for each in district.context["cards"]} == {COMMUNITY, OTHER}
    assert sign_in(resident().person).get(PAGE).status_code == 403


def test_inspections_and_missed_collections_open_to_their_records(sign_in: Any) -> None:
    estate(ESTATE, households=100)
    point = served(name="东门")
    fine = InspectionFactory(point=point, at=datetime.combine(MONDAY, NOW.timetz()))
    InspectionFactory(point=point, at=datetime.combine(MONDAY, NOW.timetz()), rechecks=fine)
    weigh(ESTATE, {"kitchen": 500}, missed=1)
    RoundStopFactory(estate=point.estate, day=MONDAY, state="missed", reason="locked", ended_at=NOW)
    client = sign_in(worker().person)
    page = client.get(PAGE).content.decode()
    url = reverse("console-waste-scorecard", args=[ESTATE])
    for anchor in ("weeks", "looks", "missed"):
        assert f"{url}?weeks=4#{anchor}" in page
    detail = client.get(url)
    assert (detail.context["card"].now.fine, detail.context["card"].now.looked) == (1, 1)
    assert detail.content.decode().count(reverse("console-waste-inspection", args=[fine.pk])) == 1
    assert "东门" in detail.content.decode()
    assert [each.reason for each in detail.context["missed"]] == ["locked"]
    assert all(f'id="{each}"' in detail.content.decode() for each in ("weeks", "looks", "missed"))


def test_what_no_round_took_is_counted_and_named_among_the_missed(sign_in: Any) -> None:
    place = estate(ESTATE, households=100)
    RoundStopFactory(estate=place, day=MONDAY, state="missed", reason="locked", ended_at=NOW)
    LeftCallFactory(estate=place, day=MONDAY + timedelta(days=1), calls=2)
    LeftCallFactory(estate=estate(f"{OTHER}001"), day=MONDAY)
    close_weeks()
    page = sign_in(worker().person).get(reverse("console-waste-scorecard", args=[ESTATE]))
    assert (page.context["card"].now.missed, page.context["card"].now.due) == (3, 3)
    assert [each.day for each in page.context["missed"]] == [MONDAY + timedelta(days=1), MONDAY]
    shown = page.content.decode()
    assert "没有班次来收" in shown
    assert "当天 2 次" in shown


@pytest.mark.parametrize("path", [f"{OTHER}001", OTHER, "140106", "x", "9" * 15])
def test_what_is_not_theirs_is_not_there(sign_in: Any, path: str) -> None:
    estate(f"{OTHER}001")
    assert sign_in(worker().person).get(reverse("console-waste-scorecard", args=[path])).status_code == 404


@pytest.mark.parametrize("name", ["scorecards", "scorecard"])
def test_queries_do_not_grow_with_the_places(sign_in: Any, name: str) -> None:
    client, counts = sign_in(worker().person), []
    url = PAGE if name == "scorecards" else reverse("console-waste-scorecard", args=[COMMUNITY])
    for many, first in ((2, 1), (9, 10)):
        for number in range(first, first + many):
            path = f"{COMMUNITY}{number:03d}"
            InspectionFactory(point=served(path), at=datetime.combine(MONDAY, NOW.timetz()))
            weigh(path, {"kitchen": 100})
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        counts.append(len(found))
    assert counts[0] == counts[1]
