"""A driver's last stop, ticket and end of the round without network: sent once when it is back."""

from typing import Any

import pytest
from playwright.sync_api import expect

from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.models import Unloading
from tests.factories import RoundStopFactory
from tests.modules.waste.operating import Yard

from .test_driver_journey import PATIENCE, Screens, clock, hour, ready, waiting
from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ticket(page: Any, number: str) -> None:
    if not page.locator("#id_ticket").is_visible():
        page.locator("[data-ticket] > summary").click()
    page.fill("#id_ticket", number)
    page.fill("#id_kg", "300")
    page.locator("[data-ticket] form button").click()


def test_a_round_is_finished_without_network(screen: Screens, transactional_db: None, watch: Watch) -> None:
    watch.show(hour("07:15"))
    yard = Yard()
    charge = {
        "trip": 1,
        "name": yard.site.name,
        "at": 43_200,
        "until": 45_000,
        "latitude": 37.8,
        "longitude": 112.58,
    }
    found = yard.round(yard.estate(1), charges=[charge])
    RoundStopFactory(round=found, estate=yard.estate(2), position=1, site=yard.site, trip=2)
    phone = screen("phone", person=yard.driver.person, language="zh")
    phone.page.set_default_timeout(PATIENCE)
    page = ready(phone)
    finish = page.locator("[data-finish] button")
    expect(finish).to_be_hidden()
    phone.look("charge")
    page.context.set_offline(True)
    for minute in (30, 31):
        clock(page, minute)
        page.locator("[data-next] [name=kg]").fill("300")
        page.locator("[data-next] form").first.locator("button").click()
        waiting(page, minute - 29)
    expect(finish).to_be_hidden()
    for number in (1, 2):
        clock(page, 40 + number)
        expect(page.locator("#id_trip")).to_have_value(str(number))
        ticket(page, f"A-{number}")
        waiting(page, 2 + number)
    clock(page, 50)
    page.locator("[data-finish]").scroll_into_view_if_needed()
    phone.look("offline-finish")
    finish.dblclick()
    waiting(page, 5)
    expect(finish).to_be_hidden()
    watch.show(hour("09:30"))
    page.context.set_offline(False)
    expect(page.locator("#offline-line")).to_be_hidden()
    found.refresh_from_db()
    assert (found.state, found.ended_at) == ("finished", hour("07:50"))
    assert list(Unloading.objects.order_by("trip").values_list("trip", "ticket")) == [(1, "A-1"), (2, "A-2")]
    assert Entry.objects.filter(action="waste.round_finish").count() == 1
