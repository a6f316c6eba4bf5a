"""A round that is set out, driven, unloaded and finished without network, and sent once, in order."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.models import Round, Unloading, Weighing
from tests.modules.waste.operating import Yard

from .test_driver_journey import Screens, clock, empty, hour, ready, waiting
from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STOPS = 3


@pytest.fixture
def driven(transactional_db: None, watch: Watch) -> tuple[Yard, Round]:
    watch.show(hour("07:15"))
    yard = Yard()
    return yard, yard.round(*[yard.estate(number) for number in range(STOPS)], state="planned")


def set_out(page: Page) -> None:
    expect(page.locator("[data-ticket]")).to_be_hidden()
    expect(page.locator("[data-finish]")).to_be_hidden()
    clock(page, 20)
    page.context.set_offline(True)
    page.locator("[data-start] button").click()
    expect(page.locator("[data-next]")).to_be_visible()
    waiting(page, 1)


def unload_and_finish(page: Page) -> None:
    expect(page.locator("[data-finish]")).to_be_hidden()
    clock(page, 50)
    page.fill("#id_ticket", "A-1")
    page.fill("#id_kg", "905")
    page.locator("[data-ticket] form button").click()
    expect(page.locator("[data-finish]")).to_be_visible()
    clock(page, 55)
    page.locator("[data-finish] button").click()
    expect(page.locator("[data-finish]")).to_be_hidden()
    waiting(page, 1 + STOPS + 2)


@pytest.mark.parametrize(
    "mood", [{"language": "zh"}, {"language": "en", "theme": "dark"}], ids=["zh", "en-dark"]
)
def test_a_whole_round_without_network(
    screen: Screens, driven: tuple[Yard, Round], watch: Watch, mood: dict[str, Any]
) -> None:
    yard, found = driven
    phone = screen("phone", person=yard.driver.person, **mood)
    page = ready(phone)
    set_out(page)
    for number in range(STOPS - 1):
        empty(page, number)
    page.reload()  # the round comes from the phone, set out as it is
    expect(page.locator("[data-on-phone]:visible")).to_have_count(STOPS - 1)
    clock(page, 40)
    page.locator("[data-next] [name=kg]").fill("302.5")
    page.locator("[data-next] form").first.locator("button").click()
    expect(page.locator("[data-next]")).to_be_hidden()
    expect(page.locator("#id_ticket")).to_be_visible()
    phone.look("offline-unload")
    unload_and_finish(page)
    phone.look("offline-finished")
    assert not Entry.objects.filter(stream_id=found.stream).exists()
    watch.show(hour("09:30"))
    page.context.set_offline(False)
    expect(page.locator("#offline-line")).to_be_hidden()
    came_in_order(found)


def came_in_order(found: Round) -> None:
    found.refresh_from_db()
    assert (found.state, found.started_at, found.ended_at) == ("finished", hour("07:20"), hour("07:55"))
    told = Entry.objects.filter(stream_id=found.stream).order_by("number").values_list("action", flat=True)
    assert list(told) == [
        "waste.round_start", *["waste.stop_done"] * STOPS, "waste.unload", "waste.round_finish"
    ]  # fmt: skip
    assert (Weighing.objects.count(), str(Unloading.objects.get().kg)) == (STOPS, "905.0")


def send(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('online'))")


def test_what_has_to_wait_keeps_back_what_follows(
    screen: Screens, driven: tuple[Yard, Round], watch: Watch
) -> None:
    """The server is not well as setting out arrives: the stops are not refused for it, they wait."""
    yard, found = driven
    phone = screen("phone", person=yard.driver.person)
    page = ready(phone)
    set_out(page)
    empty(page, 0)
    waiting(page, 2)
    start = re.compile(r"/round/\d+/start/$")
    page.context.route(start, lambda route: route.fulfill(status=503, json={}))
    watch.show(hour("09:30"))
    with page.expect_response(start):
        page.context.set_offline(False)
        send(page)
    waiting(page, 2)
    page.context.unroute(start)
    send(page)
    expect(page.locator("#offline-line")).to_be_hidden()
    found.refresh_from_db()
    assert (found.state, Weighing.objects.count()) == ("driving", 1)
