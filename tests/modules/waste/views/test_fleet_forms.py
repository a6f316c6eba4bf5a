"""Forms of vehicles and sites: all that is wrong at once, each at its field, with what would do."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.models import Site, Vehicle

from ..operating import Yard
from ..scene import NOW
from .test_operating import client_of

pytestmark = pytest.mark.django_db
TRUCK = {
    "plate": "晋AD10699", "carries": "kitchen", "capacity_kg": "3000", "capacity_litres": "6000",
    "latitude": "37.87", "longitude": "112.55",
}  # fmt: skip
SITE = {
    "name": "新卸料点", "box": ["kitchen"], "opens_at": "05:00", "closes_at": "20:00", "unloading_minutes": "15",
    "latitude": "37.87", "longitude": "112.55",
}  # fmt: skip


@pytest.fixture
def yard() -> Iterator[Yard]:
    with at(NOW):
        yield Yard()


@pytest.fixture
def desk(yard: Yard) -> Client:
    return client_of(yard.unit)


def sent(desk: Client, what: str, form: dict[str, Any]) -> Any:
    return desk.post(reverse("console-waste-fleet-act", args=[what, 0]), form)


def said_at(page: Any) -> dict[str, str]:
    return {each.field: f"{each.message}{each.remedy}" for each in page.context["sheet"].faults}


def test_of_a_vehicle_all_is_told_at_once(desk: Client) -> None:
    before = Vehicle.objects.count()
    form = TRUCK | {
        "plate": "", "carries": "gold", "capacity_kg": "viel", "capacity_litres": "-3", "range_km": "99999",
        "charging_minutes": "9" * 30, "latitude": "",
    }  # fmt: skip
    wrong = sent(desk, "add-vehicle", form)
    assert wrong.status_code == 422
    assert set(said_at(wrong)) == {
        "plate", "carries", "capacity_kg", "capacity_litres", "range_km", "charging_minutes", "latitude",
    }  # fmt: skip
    assert Vehicle.objects.count() == before
    assert sent(desk, "add-vehicle", TRUCK).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-3", "-3"),
        ("−3", "-3"),
        ("99999999", "99999999"),
        ("9" * 30, "太大"),
        ("3.5", "不是整数"),
        ("", "不是整数"),
    ],
)
def test_a_number_that_cannot_be_says_why(desk: Client, typed: str, words: str) -> None:
    wrong = sent(desk, "add-vehicle", TRUCK | {"capacity_kg": typed})
    assert list(said_at(wrong)) == ["capacity_kg"]
    assert words in said_at(wrong)["capacity_kg"]
    assert ("不是整数" in said_at(wrong)["capacity_kg"]) == (words == "不是整数")


def test_of_a_site_all_is_told_at_once(desk: Client) -> None:
    before = Site.objects.count()
    form = SITE | {"name": " ", "box": [], "opens_at": "spät", "unloading_minutes": "-3", "longitude": ""}
    wrong = sent(desk, "add-site", form)
    assert set(said_at(wrong)) == {"name", "streams", "opens_at", "unloading_minutes", "latitude"}
    assert Site.objects.count() == before
    assert list(said_at(sent(desk, "add-site", SITE | {"closes_at": "04:00"}))) == ["closes_at"]
    assert sent(desk, "add-site", SITE).status_code == 302


@pytest.mark.parametrize(
    ("what", "form", "field"), [("add-vehicle", TRUCK, "plate"), ("add-site", SITE, "name")]
)
def test_what_has_no_name_is_asked_for_it_and_not_for_what_happened(
    desk: Client, what: str, form: dict[str, Any], field: str
) -> None:
    said = said_at(sent(desk, what, form | {field: ""}))[field]
    assert "几句话" not in said
    assert "写" in said or "填" in said


def test_a_crew_and_a_site_are_ended_only_after_a_question(desk: Client, yard: Yard) -> None:
    page = desk.get(reverse("console-waste-fleet")).content.decode()
    for what, pk in (("end-crew", yard.crew.vehicle_id), ("end-site", yard.site.pk)):
        before, found, _after = page.partition(reverse("console-waste-fleet-act", args=[what, pk]))
        assert found
        assert before.rfind('<details class="ask-first">') > before.rfind("</details>")
