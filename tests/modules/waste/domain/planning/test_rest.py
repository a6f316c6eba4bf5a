"""The rest of a day after a breakdown: who has nothing to do with it drives on as they were told."""

from datetime import time
from typing import Any

import pytest

from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.rounds import break_down, call_off
from jiayuan.modules.waste.domain.stops import StopDraft, end_stop
from jiayuan.modules.waste.models import Crew, RoundPlan, RoundStop
from tests.factories import RoundStopFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW
from tests.modules.waste.views.test_operating import client_of

from .conftest import drawn

pytestmark = pytest.mark.django_db


def estates_of(plan: RoundPlan, crew: Any) -> list[str]:
    (found,) = [each for each in plan.drawn["rounds"] if each["crew"] == crew.pk]
    return [stop["estate"] for stop in found["stops"]]


def test_only_what_is_stranded_is_given_to_others(yard: Yard) -> None:
    estates = [yard.estate(number) for number in range(1, 9)]
    second, third = yard.truck(), yard.truck(carries="recyclable")
    away = yard.estate(20, stream="recyclable")
    broken = yard.round(*estates[:2])
    known = [estates[4], estates[2], estates[3]]
    planned = yard.round(*known, crew=second, state="planned")
    yard_of_paper = yard.round(crew=third, state="planned")
    RoundStopFactory(round=yard_of_paper, estate=away, stream="recyclable", site=yard.site)
    break_down(broken.pk, by=yard.driver)
    plan = drawn(yard, TODAY)
    assert plan.drawn["is_kept"]
    order = [path for path in estates_of(plan, second) if path in {each.pk for each in known}]
    assert order == [each.pk for each in known], "in the order that their driver knows"
    by_crew = {each["crew"]: each for each in plan.drawn["rounds"]}
    assert (by_crew[third.pk]["is_same"], by_crew[second.pk]["is_same"]) == (True, False)
    came = {stop["estate"]: stop["from"] for stop in by_crew[second.pk]["stops"]}
    assert {path for path, plate in came.items() if plate == str(broken.vehicle)} == {
        each.pk for each in estates[:2]
    }
    page = client_of(yard.unit).get(f"/console/waste/plans/{plan.pk}/").content.decode()
    for words in ("不变", f"原 {broken.vehicle}", "接手", "照原来的路线"):
        assert words in page
    assert page.count(str(away.parent)) == len(estates) + 1, "each stop with its community"
    accept_plan(plan.pk, by=yard.unit)
    assert RoundStop.objects.filter(round=planned, state="waiting").count() >= len(known)


def test_another_plan_where_that_cannot_be_driven(yard: Yard) -> None:
    """The truck that drives on holds no more: what is stranded goes to the one that stands in the yard."""
    one, two = yard.estate(1), yard.estate(2)
    second, third = yard.truck(capacity_kg=330), yard.truck()
    broken = yard.round(one)
    yard.round(two, crew=second, state="planned")
    break_down(broken.pk, by=yard.driver)
    plan = drawn(yard, TODAY)
    served = {stop["estate"] for each in plan.drawn["rounds"] for stop in each["stops"]}
    assert served == {one.pk, two.pk}
    assert third.pk in {each["crew"] for each in plan.drawn["rounds"]}


def test_where_nothing_waits_there_is_nothing_to_accept(yard: Yard) -> None:
    broken = yard.round(yard.estate(1))
    end_stop(broken.stops.get().pk, StopDraft("done", kg="320"), by=yard.driver)
    break_down(broken.pk, by=yard.driver)
    plan = drawn(yard, TODAY)
    page = client_of(yard.unit).get(f"/console/waste/plans/{plan.pk}/").content.decode()
    assert "在路上的照常开" in page
    assert "都不出场" not in page
    assert f"/console/waste/plans/{plan.pk}/accept/" not in page


def test_an_overtaken_plan_says_so_and_leads_on(yard: Yard) -> None:
    found = yard.round(yard.estate(1), state="planned")
    yard.truck()
    plan = drawn(yard, TODAY)
    desk, address = client_of(yard.unit), f"/console/waste/plans/{plan.pk}/"
    assert "accept" in desk.get(address).content.decode()
    call_off(found.pk, by=yard.unit)
    page = desk.get(address).content.decode()
    assert f"{address}accept/" not in page
    assert "/console/waste/rounds/plan/" in page or "重新规划" in page
    answer = desk.post(f"{address}accept/")
    assert answer.status_code == 409
    assert "已经变了" in answer.content.decode()
    with pytest.raises(Conflict):
        accept_plan(plan.pk, by=yard.unit)


@pytest.mark.parametrize("others", [["kitchen"], ["recyclable"], ["kitchen", "recyclable"]])
def test_what_is_left_because_the_trucks_have_ended_their_day_says_so(yard: Yard, others: list[str]) -> None:
    """Not that there is no truck of this stream: that would send the unit to enter one that it has."""
    broken = yard.round(yard.estate(1))
    for carries in others:
        yard.round(crew=yard.truck(carries=carries), state="finished" if carries == "kitchen" else "planned")
    break_down(broken.pk, by=yard.driver)
    plan = drawn(yard, TODAY)
    assert plan.drawn["rounds"] == []
    (left,) = plan.drawn["left"]
    assert left["code"] == ("over" if "kitchen" in others else "stream")
    page = client_of(yard.unit).get(f"/console/waste/plans/{plan.pk}/").content.decode()
    assert ("车辆今天都已收工" in page) == ("kitchen" in others)
    assert ("车辆都已收工" in page) == (others == ["kitchen"])


def test_a_plan_put_aside_twice_is_recorded_once(yard: Yard) -> None:
    yard.estate(1)
    plan = drawn(yard)
    for _press in range(2):
        client_of(yard.unit).post(f"/console/waste/plans/{plan.pk}/drop/")
    plan.refresh_from_db()
    assert (plan.state, Entry.objects.filter(action="waste.drop_plan").count()) == ("dropped", 1)


def test_of_a_divided_load_that_is_left_each_part_weighs_its_own(yard: Yard) -> None:
    heavy = yard.estate(1)
    broken = yard.round(heavy)
    RoundStop.objects.update(expected_kg=7_000)
    Crew.objects.filter(pk=yard.truck().pk).update(ends_at=time(NOW.hour + 2))
    break_down(broken.pk, by=yard.driver)
    plan = drawn(yard, TODAY)
    kept = [stop["kg"] for each in plan.drawn["rounds"] for stop in each["stops"]]
    left = [each["kg"] for each in plan.drawn["left"]]
    assert left
    assert sum(kept) + sum(left) == pytest.approx(7_000, abs=3)


def test_what_stood_in_no_round_is_not_said_to_be_told_with_accepting(yard: Yard) -> None:
    """Its residents are told the day after; and where there is nothing else there is nothing to accept."""
    broken = yard.round(yard.estate(1))
    break_down(broken.pk, by=yard.driver)
    accept_plan(drawn(yard, TODAY).pk, by=yard.unit)
    yard.estate(2)
    plan = drawn(yard, TODAY)
    assert [each["of"] for each in plan.drawn["left"]] == [None]
    page = client_of(yard.unit).get(f"/console/waste/plans/{plan.pk}/").content.decode()
    assert ("第二天仍未收" in page, "漏收" in page, "采用这些班次" in page) == (True, False, False)
