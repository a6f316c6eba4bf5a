"""Old furniture from the door: booked with a photo, amended, its hours withdrawn and others chosen, fetched; and one
that is cancelled."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.people.models import Person
from jiayuan.modules.waste.models import Appointment, PickupHours
from tests.factories import PersonFactory, PickupHoursFactory, PlaceFactory
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import COMMUNITY, ESTATE, NOW, estate

from .conftest import Screen
from .hands import Hand
from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Screens = Callable[..., Screen]
MOODS: list[dict[str, Any]] = [{"language": "zh"}, {"language": "en", "theme": "dark"}]
PHONE = "13800138000"
SAID: dict[str, dict[str, str]] = {
    "zh": {"book": "预约", "save": "保存", "change": "修改", "fetched": "已收走", "cancelled": "已取消"},
    "en": {
        "book": "Book it",
        "save": "Save",
        "change": "Change it",
        "fetched": "Fetched",
        "cancelled": "Cancelled",
    },
}


@dataclass
class Scene:
    yard: Yard
    person: Person
    first: PickupHours
    second: PickupHours


@pytest.fixture
def scene(transactional_db: None, watch: Watch) -> Scene:
    watch.show(NOW)
    yard, home = Yard(), estate(name="西羊市 12 号院")
    place = PlaceFactory(path=COMMUNITY)

    def offered(days: int, waste: str = "bulky") -> PickupHours:
        found: PickupHours = PickupHoursFactory(
            operator=yard.operator, place=place, waste=waste, day=NOW.date() + timedelta(days=days),
            starts_at=time(8, 30), ends_at=time(11, 30), capacity=6,
        )  # fmt: skip
        return found

    first, second = offered(1), offered(2)
    offered(1, "battery")
    return Scene(yard, PersonFactory(name="王秀兰", home_place=home), first, second)


def book(hand: Hand, hours: PickupHours) -> Appointment:
    """Filled in with a photo, and sent."""
    hand.open(f"/bins/pickup/?estate={ESTATE}", "hours")
    hand.tap(f'input[name=hours][value="{hours.pk}"]')
    hand.write("#id_items", "旧沙发")
    hand.write("#id_address", "3 号楼 2 单元门口")
    hand.write("#id_contact_phone", PHONE)
    hand.photograph("#id_photos", "#755")
    hand.go("#pickup-form button.btn-primary", "booked")
    found = Appointment.objects.latest("pk")
    assert (found.state, found.hours, found.photo is not None) == ("booked", hours, True)
    return found


@pytest.mark.parametrize("mood", MOODS, ids=["zh", "en-dark"])
def test_booked_amended_withdrawn_moved_and_fetched(
    scene: Scene, screen: Screens, watch: Watch, mood: dict[str, Any]
) -> None:
    said = SAID[mood["language"]]
    hand = Hand(screen("phone", person=scene.person, **mood))
    desk = Hand(screen("desk", person=scene.yard.unit.person, **mood), secrets=("+86",))
    found = book(hand, scene.first)

    hand.tap("details:has(#id_items) > summary")
    hand.write("#id_items", "旧沙发和茶几")
    hand.write("#id_pieces", "2")
    hand.go("details:has(#id_items) button.btn-primary", "amended")
    found.refresh_from_db()
    assert (found.items, found.pieces) == ("旧沙发和茶几", 2)
    expect(hand.page.locator("main")).to_contain_text("旧沙发和茶几")

    desk.open(f"/console/waste/appointments/?on={scene.first.day.isoformat()}", "appointments")
    expect(desk.page.locator("main")).to_contain_text(PHONE)
    heights = desk.page.eval_on_selector_all(
        "form:has(#id_on) > :is(input, button), form:has(#id_on) ~ a",
        "found => found.map(e => e.getBoundingClientRect().top)",
    )
    assert max(heights) - min(heights) <= 2, "the choice of a day stands on one line"
    section = desk.page.locator(f"section:has(form[action*='/hours/{scene.first.pk}/'])")
    desk.tap(section.locator("details > summary").last)
    desk.look("hours-to-take-back")
    desk.go(section.locator("form[action$='/withdraw/'] button"), "withdrawn")

    hand.open(f"/bins/pickup/{found.pk}/", "unseated")
    hand.rest()
    hand.go(hand.page.locator("form[action$='/move/'] button").first, "moved")
    assert hand.rest() == 1
    found.refresh_from_db()
    assert (found.state, found.hours, found.items) == ("booked", scene.second, "旧沙发和茶几")

    watch.show(NOW + timedelta(days=2))
    desk.open(f"/console/waste/appointments/?on={scene.second.day.isoformat()}", "the-day")
    desk.go(f"form[action$='/{found.pk}/done/'] button", "fetched")
    hand.open(f"/bins/pickup/{found.pk}/", "fetched")
    expect(hand.page.locator("main")).to_contain_text(said["fetched"])
    expect(hand.page.locator("main")).not_to_contain_text("旧沙发")
    assert now() >= NOW


def test_a_guest_cancels_in_large_type(scene: Scene, screen: Screens) -> None:
    hand = Hand(screen("phone", language="zh", care=True))
    found = book(hand, scene.second)
    hand.tap(hand.page.locator("details:has(form[action$='/cancel/']) > summary"))
    hand.go("form[action$='/cancel/'] button", "cancelled")
    expect(hand.page.locator("main")).to_contain_text(SAID["zh"]["cancelled"])
    found.refresh_from_db()
    scene.second.refresh_from_db()
    assert (found.state, found.contact_phone, scene.second.taken) == ("cancelled", "", 0)
