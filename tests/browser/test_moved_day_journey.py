"""A bin day that is moved for a holiday: declared at the desk, read on the phone before it happens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from jiayuan.modules.waste.models import Shift
from tests.factories import PersonFactory, PlaceFactory
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import COMMUNITY, ESTATE, NOW, served

from .conftest import Screen
from .hands import Hand
from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Screens = Callable[..., Screen]
READERS: list[dict[str, Any]] = [
    {"language": "zh"},
    {"language": "zh", "care": True},
    {"language": "en", "theme": "dark"},
]


@pytest.mark.usefixtures("transactional_db")
def test_declared_at_the_desk_and_read_on_the_phone(screen: Screens, watch: Watch) -> None:
    watch.show(NOW)
    yard = Yard()
    PlaceFactory(path=COMMUNITY)
    home = served(ESTATE).estate
    desk = Hand(screen("desk", person=yard.unit.person))
    desk.open("/console/waste/shifts/", "shifts")
    desk.write("#id_declareoccasion", "春节")
    desk.page.fill("#id_declareday", (NOW.date() + timedelta(days=1)).isoformat())
    desk.page.fill("#id_declareto_day", (NOW.date() + timedelta(days=1)).isoformat())
    desk.go("#shift-form button", "onto-itself")
    desk.page.fill("#id_declareto_day", (NOW.date() + timedelta(days=2)).isoformat())
    desk.go("#shift-form button", "declared")
    assert Shift.objects.get().to_day == NOW.date() + timedelta(days=2)
    person = PersonFactory(home_place=home)
    for reader in READERS:
        hand = Hand(screen("phone", person=person, **reader))
        hand.open("/bins/", "bins")
        expect(hand.page.locator("main")).to_contain_text("春节")
    desk.open("/console/waste/rounds/", "board")
