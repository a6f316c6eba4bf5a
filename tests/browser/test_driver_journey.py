"""A driver's day: ten stops without network, sent once when it is back; and a breakdown that is planned around."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from time import monotonic
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.waste.domain.planning.draw import work_out
from jiayuan.modules.waste.domain.unloadings import is_off
from jiayuan.modules.waste.models import Crew, Round, RoundPlan, Unloading, Weighing
from tests.factories import PersonFactory, RoundStopFactory
from tests.modules.waste.operating import Yard, weighed_on

from .conftest import Screen
from .hands import picture
from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Screens = Callable[..., Screen]
STOPS, OFFLINE = 13, 10
PATIENCE = 45_000
"""Milliseconds until the worker is there, on a machine that has much else to do."""
MOODS: list[dict[str, Any]] = [{"language": "zh"}, {"language": "en", "theme": "dark"}]


def hour(clock: str) -> datetime:
    """On the yard's Wednesday."""
    hours, minutes = clock.split(":")
    return datetime(2026, 11, 4, int(hours), int(minutes), tzinfo=timezone.get_default_timezone())


@dataclass
class Day:
    """``far``: who belongs to the estate that nobody else can reach once the truck stands."""

    yard: Yard
    round: Round
    second: Crew
    far: Any


@pytest.fixture
def day(transactional_db: None, watch: Watch) -> Day:
    watch.show(hour("07:15"))
    yard = Yard()
    found = yard.round(*[yard.estate(number) for number in range(1, STOPS)], state="planned")
    far = PersonFactory(home_place=yard.estate(90, latitude=39.9))
    RoundStopFactory(round=found, estate=far.home_place, position=STOPS, site=yard.site, trip=2)
    return Day(yard, found, yard.truck(), far)


def ready(phone: Screen) -> Page:
    """A phone that has been here before: the worker is in charge, and keeps the round."""
    page = phone.open("/round/")
    page.wait_for_function("navigator.serviceWorker.controller !== null", timeout=PATIENCE)
    page.wait_for_function("caches.match('/offline/').then(Boolean)", timeout=PATIENCE)
    page.reload()
    page.wait_for_function("caches.match('/round/').then(Boolean)", timeout=PATIENCE)
    return page


def clock(page: Page, minute: int) -> None:
    """What the phone's own clock shows, after seven."""
    page.clock.set_fixed_time(hour(f"07:{minute}"))


def waiting(page: Page, many: int) -> None:
    expect(page.locator("#offline-line [data-count=waiting]")).to_have_text(str(many))


def empty(page: Page, number: int) -> None:
    """Two taps: into the field, and on the button."""
    clock(page, 30 + number)
    name = page.locator("[data-next] [data-say=name]").inner_text()
    page.locator("[data-next] [name=kg]").fill(f"{300 + number}.5")
    page.locator("[data-next] form").first.locator("button").dblclick()
    expect(page.locator("[data-next] [data-say=name]")).not_to_have_text(name)


def refuse(page: Page) -> None:
    name = page.locator("[data-next] [data-say=name]").inner_text()
    page.locator("[data-next] details").first.locator("summary").click()
    form = page.locator("[data-next] form:has(input[value=refuse])")
    form.locator("input[value=mixed]").check()
    form.locator("input[type=file]").first.set_input_files(picture("#8a5a2b"))
    form.locator(".photos img").first.wait_for()
    form.locator("button:not([type=button])").click()
    expect(page.locator("[data-next] [data-say=name]")).not_to_have_text(name)


def drive_without_network(phone: Screen) -> Page:
    """Set out, eight emptied, one refused with a photo, one at the locked gate; in between the phone is put away."""
    page = ready(phone)
    phone.look("planned")
    clock(page, 20)
    page.context.set_offline(True)
    page.locator("[data-start] button").click()
    expect(page.locator("[data-next]")).to_be_visible()
    waiting(page, 1)
    phone.look("offline-next")
    for number in range(4):
        empty(page, number)
    waiting(page, 5)
    page.reload()  # nothing answers: the round comes from the phone, with what was done
    expect(page.locator("[data-on-phone]:visible")).to_have_count(4)
    for number in range(4, 8):
        empty(page, number)
    clock(page, 38)
    refuse(page)
    clock(page, 39)
    page.locator("[data-next] details").nth(1).locator("summary").click()
    form = page.locator("[data-next] form:has(input[value=miss])")
    form.locator("input[value=locked]").check()
    form.locator("button").click()
    waiting(page, 1 + OFFLINE)
    expect(page.locator("[data-on-phone]:visible")).to_have_count(OFFLINE)
    phone.look("offline-ten")
    return page


def sent_once(page: Page, day: Day, watch: Watch) -> None:
    assert not Weighing.objects.exists()
    watch.show(hour("09:30"))
    page.context.set_offline(False)
    expect(page.locator("#offline-line")).to_be_hidden()
    page.goto(page.url)
    states = list(day.round.stops.order_by("trip", "position").values_list("state", flat=True))
    assert states == ["done"] * 8 + ["refused", "missed"] + ["waiting"] * 3
    assert [str(each.kg) for each in Weighing.objects.order_by("stop__position")] == [
        f"{300 + each}.5" for each in range(8)
    ]
    assert day.round.stops.get(state="refused").photo is not None
    entries = Entry.objects.filter(action__startswith="waste.stop_")
    assert (entries.count(), set(entries.values_list("source", flat=True))) == (OFFLINE, {"offline"})
    day.round.refresh_from_db()
    assert (day.round.state, day.round.started_at) == ("driving", hour("07:20"))
    ended = day.round.stops.exclude(ended_at=None).order_by("ended_at").values_list("ended_at", flat=True)
    assert list(ended) == [hour(f"07:{30 + each}") for each in range(OFFLINE)], "done then, whenever it came"


def unload(phone: Screen, day: Day, kg: str, number: str) -> None:
    page = phone.open("/round/")
    if not page.locator("#id_ticket").is_visible():
        page.locator("[data-ticket] > summary").click()
    page.fill("#id_ticket", number)
    page.fill("#id_kg", kg)
    phone.look("ticket")
    with page.expect_navigation():
        page.locator("[data-ticket] form button").click()
    ticket = Unloading.objects.get(ticket=number)
    assert weighed_on(ticket) == sum((Decimal(f"{300 + each}.5") for each in range(8)), Decimal(0))
    assert not is_off(ticket.kg, weighed_on(ticket))


@pytest.mark.parametrize("mood", MOODS, ids=["zh", "en-dark"])
def test_ten_stops_without_network_and_a_breakdown(
    screen: Screens, day: Day, watch: Watch, mood: dict[str, Any]
) -> None:
    phone = screen("phone", person=day.yard.driver.person, **mood)
    desk = screen("desk", person=day.yard.unit.person, **mood)
    phone.open("/")
    phone.look("home")
    expect(phone.page.locator('a[href="/round/"]').first).to_be_visible()
    sent_once(drive_without_network(phone), day, watch)
    unload(phone, day, "2450", "A-1")
    page = desk.open("/console/waste/rounds/")
    expect(page.locator("main")).to_contain_text("10 / 13")
    desk.look("board")
    page = phone.open("/round/")
    page.locator("details:has(form[action$='/break-down/']) > summary").click()
    with page.expect_navigation():
        page.locator("form[action$='/break-down/'] button").click()
    phone.look("broken-down")
    plan_the_rest(desk, day)


def plan_the_rest(desk: Screen, day: Day) -> None:
    page = desk.open("/console/waste/rounds/")
    desk.look("board-broken")
    with page.expect_navigation():
        page.locator("form[action$='/plan/'] button").first.click()
    plan = RoundPlan.objects.latest("pk")
    begun = monotonic()
    work_out(plan.pk)  # as the worker does that runs beside the server
    assert monotonic() - begun < 10
    page.reload()
    desk.look("plan")
    with page.expect_navigation():
        page.locator("form[action$='/accept/'] button").click()
    desk.look("board-planned")
    taken = Round.objects.get(vehicle=day.second.vehicle)
    assert taken.stops.filter(state="waiting").count() == 2
    told = Notice.objects.filter(person=day.far)
    assert [each.kind for each in told] == ["waste.missed"]
