"""What a driver can hardly mean is asked on the phone, with network or without, before it is kept."""

from typing import Any

import pytest
from playwright.sync_api import expect

from jiayuan.modules.waste.models import Weighing
from tests.modules.waste.operating import Yard

from .test_driver_journey import PATIENCE, Screens, clock, hour, ready, waiting
from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


AT_ONCE = 2_000
"""Milliseconds in which a button that was held against a double tap can be pressed again."""


def enter(page: Any, kg: str) -> None:
    page.locator("[data-next] [name=kg]").fill(kg)
    page.locator("[data-next] form").first.locator("button").click()


def test_a_weight_that_can_hardly_be_is_asked_on_the_phone(
    screen: Screens, transactional_db: None, watch: Watch
) -> None:
    watch.show(hour("07:15"))
    yard = Yard()
    yard.round(yard.estate(1), yard.estate(2))
    phone = screen("phone", person=yard.driver.person, language="zh")
    phone.page.set_default_timeout(PATIENCE)
    page = ready(phone)
    page.context.set_offline(True)
    clock(page, 20)
    doubt = page.locator("[data-next] [data-doubt]")
    for kg, words in (("-3", "不是重量"), ("30000", "最多装"), ("1,200", "不是重量"), ("1400", "预计")):
        enter(page, kg)
        expect(doubt).to_contain_text(words)
        expect(page.locator("[data-next] form").first.locator("button")).to_be_enabled(timeout=AT_ONCE)
    phone.look("doubt")
    waiting(page, 0)
    enter(page, "1400")
    waiting(page, 1)
    expect(doubt).to_be_hidden()
    enter(page, "330")
    waiting(page, 2)
    expect(page.locator("[data-lacks]")).to_be_visible()
    phone.look("lacks")
    page.locator("[data-ticket]").evaluate("each => { each.open = true; }")
    page.fill("#id_ticket", "A-1")
    for _press in range(2):
        waiting(page, 2)
        page.fill("#id_kg", "173")
        page.locator("[data-ticket] form button").click()
    expect(page.locator("[data-ticket] [data-doubt]")).to_be_hidden()
    waiting(page, 3)
    watch.show(hour("07:40"))
    page.context.set_offline(False)
    expect(page.locator("#offline-line")).to_be_hidden()
    assert sorted(Weighing.objects.values_list("kg", flat=True)) == [330, 1_400]


def test_with_network_it_is_asked_too_and_the_second_press_counts(
    screen: Screens, transactional_db: None, watch: Watch
) -> None:
    watch.show(hour("07:15"))
    yard = Yard()
    yard.round(yard.estate(1))
    phone = screen("phone", person=yard.driver.person, language="en")
    page = phone.open("/round/")
    button = page.locator("[data-next] form").first.locator("button")
    enter(page, "1400")
    expect(page.locator("[data-next] [data-doubt]")).to_contain_text("press once more")
    expect(button).to_be_enabled(timeout=AT_ONCE)
    button.click()
    expect(page.locator("[data-lacks]")).to_be_visible()
    assert Weighing.objects.get().kg == 1_400
