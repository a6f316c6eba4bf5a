"""The unit enters for a driver whose phone is dead: stops, tickets and the end, with the driver's own limits."""

from datetime import timedelta
from typing import Any

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.domain.leftovers import close_days
from jiayuan.modules.waste.domain.setting_out import start_round
from jiayuan.modules.waste.domain.stops import StopDraft, end_stop
from jiayuan.modules.waste.models import RoundStop, Unloading, Weighing
from tests.browser.hands import picture
from tests.modules.waste.operating import Yard, stop_at
from tests.modules.waste.scene import NOW

from ..domain.test_leftovers import next_day
from .test_operating import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def address(stop: RoundStop) -> str:
    return f"/console/waste/stops/{stop.pk}/"


def test_a_whole_round_from_the_desk(yard: Yard) -> None:
    estates = [yard.estate(1), yard.estate(2), yard.estate(3)]
    found = yard.round(*estates, state="planned")
    desk, page = client_of(yard.unit), f"/console/waste/rounds/{found.pk}/"
    assert page in desk.get("/console/waste/rounds/").content.decode()
    assert desk.post(page, {"what": "start"}).status_code == 302
    stops = [stop_at(each) for each in estates]
    assert address(stops[0]) in desk.get(page).content.decode()
    sent = [
        {"what": "done", "kg": "320.5"}, {"what": "miss", "reason": "locked"},
        {"what": "refuse", "reason": "mixed", "photo": _file()},
    ]  # fmt: skip
    for stop, fields in zip(stops, sent, strict=True):
        assert desk.post(address(stop), fields).status_code == 302
    assert desk.post(page, {"what": "finish"}).status_code == 409, "a load has no ticket yet"
    ticket = {"what": "ticket", "trip": "1", "site": yard.site.pk, "ticket": "A-1", "kg": "321"}
    assert desk.post(page, ticket).status_code == 302
    assert desk.post(page, {"what": "finish"}).status_code == 302
    found.refresh_from_db()
    assert (found.state, Unloading.objects.get().by) == ("finished", yard.unit.person)
    states = [RoundStop.objects.get(pk=each.pk) for each in stops]
    assert [each.state for each in states] == ["done", "missed", "refused"]
    assert {each.desk for each in states} == {yard.unit.person}
    told = Entry.objects.filter(stream_id=found.stream, actor=yard.unit.person)
    assert set(told.values_list("on_behalf_of", flat=True)) == {yard.crew.driver_id}
    text = desk.get(page).content.decode()
    assert "单位代录" in text
    assert yard.unit.person.name in text


def test_a_day_driven_with_a_dead_phone_is_entered_the_next_morning(yard: Yard) -> None:
    """Until noon; then it is closed, and only what a load still lacks can be entered: its ticket."""
    estate = yard.estate(1)
    found = yard.round(estate, state="planned")
    page = f"/console/waste/rounds/{found.pk}/"
    morning, afternoon = next_day(7), next_day(13)
    with at(afternoon):
        assert client_of(yard.unit).post(page, {"what": "start"}).status_code == 409
    with at(morning):
        with pytest.raises(Conflict):
            start_round(found.pk, by=yard.driver)
        desk = client_of(yard.unit)
        assert desk.post(page, {"what": "start"}).status_code == 302
        assert desk.post(address(stop_at(estate)), {"what": "done", "kg": "320"}).status_code == 302
    with at(afternoon):
        close_days()
        found.refresh_from_db()
        assert found.state == "finished"
        ticket = {"what": "ticket", "trip": "1", "site": yard.site.pk, "ticket": "A-1", "kg": "321"}
        desk = client_of(yard.unit)
        assert 'value="ticket"' in desk.get(page).content.decode()
        assert desk.post(page, ticket).status_code == 302
        assert 'value="ticket"' not in desk.get(page).content.decode()
    with at(NOW + timedelta(days=60)):
        answer = client_of(yard.unit).post(page, ticket | {"ticket": "A-2"})
        assert answer.status_code == 409


def _file() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    made = picture("#8a5a2b")
    return SimpleUploadedFile("bin.jpg", made["buffer"], "image/jpeg")


def test_what_the_driver_entered_is_theirs(yard: Yard) -> None:
    stop = yard.round(yard.estate(1)).stops.get()
    end_stop(stop.pk, StopDraft("done", kg="320"), by=yard.driver)
    assert RoundStop.objects.get().desk is None
    page = client_of(yard.unit).get(address(stop)).content.decode()
    assert "320.0公斤" in page
    assert "单位代录" not in page


@pytest.mark.parametrize(("kg", "said"), [("-3", "-3公斤"), ("30000", "3000"), ("", "")])
def test_the_same_limits(yard: Yard, kg: str, said: str) -> None:
    stop = yard.round(yard.estate(1)).stops.get()
    answer = client_of(yard.unit).post(address(stop), {"what": "done", "kg": kg})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Weighing.objects.exists()


def test_who_comes_second_is_told_and_sees_what_stands(yard: Yard) -> None:
    stop = yard.round(yard.estate(1)).stops.get()
    end_stop(stop.pk, StopDraft("done", kg="320"), by=yard.driver)
    answer = client_of(yard.unit).post(address(stop), {"what": "done", "kg": "340"})
    assert answer.status_code == 409
    assert "320.0公斤" in answer.content.decode()
    assert Weighing.objects.get().kg == 320


def test_a_ticket_counts_once(yard: Yard) -> None:
    found = yard.round(yard.estate(1))
    page = f"/console/waste/rounds/{found.pk}/"
    ticket = {"what": "ticket", "trip": "1", "site": yard.site.pk, "ticket": "A-1", "kg": "321"}
    assert client_of(yard.unit).post(page, ticket).status_code == 302
    answer = client_of(yard.unit).post(page, ticket)
    assert answer.status_code == 409
    assert Unloading.objects.count() == 1
    assert client_of(yard.unit).post(page, {"what": "fly"}).status_code == 404


def test_another_unit_sees_nothing(yard: Yard) -> None:
    stop, other = yard.round(yard.estate(1)).stops.get(), Yard()
    desk = client_of(other.unit)
    assert desk.get(address(stop)).status_code == 404
    assert desk.post(address(stop), {"what": "done", "kg": "1"}).status_code == 404
    assert desk.get(f"/console/waste/rounds/{stop.round_id}/").status_code == 404


@pytest.mark.parametrize("kg", ["-3", "0", "30000"])
def test_a_ticket_that_cannot_be_is_looked_at_again_and_not_the_scale(yard: Yard, kg: str) -> None:
    found = yard.round(yard.estate(1))
    ticket = {"trip": "1", "site": yard.site.pk, "ticket": "A-1", "kg": kg}
    for client, address, more in (
        (client_of(yard.driver), f"/round/{found.pk}/ticket/", {}),
        (client_of(yard.unit), f"/console/waste/rounds/{found.pk}/", {"what": "ticket"}),
    ):
        wrong = client.post(address, ticket | more)
        (fault,) = wrong.context["sheet"].faults
        assert (wrong.status_code, fault.field) == (422, "kg")
        assert "磅单" in fault.remedy
        assert "秤" not in fault.message + fault.remedy
