"""Bin days and drop points for programs."""

from datetime import date

import pytest
from django.test import Client

from jiayuan.doors.api import waste
from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.clock.now import at
from tests.doors.api.machines import get, token_for
from tests.factories import AppointmentFactory, PersonFactory, ShiftFactory

from ..scene import COMMUNITY, ESTATE, NOW, OTHER, served

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with at(NOW):
        yield


def near(place):
    return Client().get("/api/waste/near", {"place": place})


def test_streams_carry_the_colours_of_the_standard():
    found = {each["code"]: each["colour"] for each in Client().get("/api/waste/streams").json()}
    assert [found[each] for each in ("kitchen", "recyclable", "hazardous", "residual")] == [
        "green", "blue", "red", "black",
    ]  # fmt: skip
    assert found["bulky"] == ""


def test_an_estate_gets_its_days_and_points():
    point = served()
    found = near(ESTATE).json()
    assert len(found["collections"]) == 7 * 4
    assert found["collections"][0] == {
        "day": "2026-11-04", "stream": "hazardous", "stream_name": "有害垃圾", "at": "09:00",
        "moved_from": None,
    }  # fmt: skip
    (told,) = found["points"]
    assert (told["id"], told["is_open"]) == (point.pk, False)
    assert told["hours"] == [{"weekdays": list(range(7)), "opens_at": "07:00", "closes_at": "09:00"}]


def test_what_is_moved_is_told_with_its_day():
    served()
    ShiftFactory(to_day=date(2026, 11, 8))
    due = [each for each in near(ESTATE).json()["collections"] if each["stream"] == "kitchen"]
    assert [(each["day"][8:], each["moved_from"]) for each in due] == [
        ("04", None), ("05", None), ("07", None), ("08", "2026-11-06"), ("09", None), ("10", None),
    ]  # fmt: skip


def test_a_community_gets_points_and_a_wrong_place_an_answer():
    served()
    assert near(COMMUNITY).json()["collections"] == []
    assert len(near(COMMUNITY).json()["points"]) == 1
    assert near(OTHER).status_code == 404
    assert near("somewhere").status_code == 422


class TestOwnAppointments:
    SCOPE = "waste.own_appointments"

    def test_ones_own_page_by_page_and_nobody_elses(self, monkeypatch):
        monkeypatch.setattr(waste, "A_PAGE", 1)
        person = PersonFactory()
        first, second = (AppointmentFactory(person=person) for _ in range(2))
        AppointmentFactory()
        headers = token_for(person, self.SCOPE)
        page = get("/api/waste/appointments", headers).json()
        (told,) = page["appointments"]
        assert (told["id"], told["state"], told["items"]) == (second.pk, "booked", "旧沙发")
        assert (told["contact_phone"], told["next_steps"]) == ("138****8000", ["amend", "cancel"])
        rest = get("/api/waste/appointments", headers, after=page["next"]).json()
        assert ([each["id"] for each in rest["appointments"]], rest["next"]) == ([first.pk], None)

    def test_one_by_the_account_or_by_the_token_of_its_link(self):
        person, token = PersonFactory(), "t" * 22
        found = AppointmentFactory(person=person, token_hash=hash_token(token))
        path = f"/api/waste/appointments/{found.pk}"
        assert get(path, token_for(person, self.SCOPE)).json()["stream"] == "bulky"
        assert get(path, {"X-Case-Token": token}).json()["id"] == found.pk
        assert get(path, {"X-Case-Token": "x" * 22}).status_code == get(path).status_code == 404
        assert get(path, token_for(PersonFactory(), self.SCOPE)).status_code == 404

    def test_it_needs_a_name_and_the_scope(self):
        assert get("/api/waste/appointments").status_code == 401
        assert get("/api/waste/appointments", token_for(PersonFactory(), "me.read")).status_code == 403
        assert get("/api/waste/appointments/0", token_for(PersonFactory(), self.SCOPE)).status_code == 422

    def test_withdrawn_hours_can_be_changed_for_others(self):
        person = PersonFactory()
        found = AppointmentFactory(person=person, state="unseated")
        told = get(f"/api/waste/appointments/{found.pk}", token_for(person, self.SCOPE)).json()
        assert told["next_steps"] == ["cancel", "move"]
