"""The unit's pages and the driver's phone, through the outermost door."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.console import SECOND_FACTOR
from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.unloadings import TicketDraft, enter_ticket
from jiayuan.modules.waste.models import Crew, RoundPlan, RoundStop, Site, Unloading, Vehicle
from tests.factories import RoundStopFactory
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import NOW, worker

pytestmark = pytest.mark.django_db
FORM = {
    "plate": "晋A 12345", "carries": "kitchen", "capacity_kg": "3000", "capacity_litres": "6000", "range_km": "",
    "latitude": "37.87", "longitude": "112.55",
}  # fmt: skip


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def client_of(actor: Any) -> Client:
    client = Client()
    client.force_login(actor.person)
    session = client.session
    session[SECOND_FACTOR] = time.time()
    session.save()
    return client


def test_a_vehicle_a_site_and_a_crew_are_entered(yard: Yard) -> None:
    client = client_of(yard.unit)
    assert client.get("/console/waste/fleet/").status_code == 200
    act = "/console/waste/fleet"
    wrong = client.post(f"{act}/add-vehicle/0/", FORM | {"capacity_kg": "30000"})
    assert (wrong.status_code, "晋A 12345" in wrong.content.decode()) == (422, True)
    assert client.post(f"{act}/add-vehicle/0/", FORM).status_code == 302
    vehicle = Vehicle.objects.get(plate="晋A12345")
    assert vehicle.range_km is None
    assert client.post(f"{act}/add-vehicle/0/", FORM).status_code == 409
    site = {
        "name": "厨余处理厂", "box": ["kitchen"], "opens_at": "5:00", "closes_at": "20:00", "unloading_minutes": "15",
        "latitude": "37.8", "longitude": "112.58",
    }  # fmt: skip
    assert client.post(f"{act}/add-site/0/", site).status_code == 302
    assert Site.objects.get(name="厨余处理厂").streams == ["kitchen"]
    crew = {"driver": yard.driver.pk, "weekday": ["0", "1"], "starts_at": "5:00", "ends_at": "13:00"}
    assert client.post(f"{act}/add-crew/{vehicle.pk}/", crew).status_code == 409
    yard.crew.delete()
    assert client.post(f"{act}/add-crew/{vehicle.pk}/", crew).status_code == 302
    assert Crew.objects.get().weekdays == 3
    assert client.post(f"{act}/end-vehicle/{vehicle.pk}/", {}).status_code == 302
    assert Crew.objects.get().until is not None


def test_a_day_on_the_board(yard: Yard) -> None:
    client, estate = client_of(yard.unit), yard.estate(1)
    assert client.get("/console/waste/rounds/").status_code == 200
    planned = client.post("/console/waste/rounds/plan/", {"day": "2026-11-05"})
    assert planned.status_code == 302
    assert client.get(planned.url).status_code == 200
    found = yard.round(estate)
    page = client.get("/console/waste/rounds/").content.decode()
    assert found.vehicle.plate in page
    broken = client.post(f"/console/waste/rounds/{found.pk}/break-down/")
    assert broken.url == f"/console/waste/plans/{RoundPlan.objects.latest('pk').pk}/"
    assert client_of(worker()).get("/console/waste/rounds/").status_code == 403


def test_a_round_on_the_phone(yard: Yard) -> None:
    client, found = client_of(yard.driver), yard.round(yard.estate(1), state="planned")
    stop = found.stops.get()
    assert client.post(f"/round/{found.pk}/start/").status_code == 302
    assert f"/round/stops/{stop.pk}/" in client.get("/round/").content.decode()
    wrong = client.post(f"/round/stops/{stop.pk}/", {"what": "done", "kg": "-3"})
    assert (wrong.status_code, 'value="-3"' in wrong.content.decode()) == (422, True)
    sent = {"what": "done", "kg": "320.5", "nonce": "n" * 32}
    assert [client.post(f"/round/stops/{stop.pk}/", sent).status_code for _ in range(2)] == [302, 302]
    assert str(RoundStop.objects.get().kg) == "320.5"
    ticket = {"trip": "1", "site": yard.site.pk, "ticket": "A-1", "kg": "330"}
    assert client.post(f"/round/{found.pk}/ticket/", ticket).status_code == 302
    assert Unloading.objects.get().ticket == "A-1"
    assert client.post(f"/round/{found.pk}/finish/").status_code == 302
    other = client_of(Yard().driver)
    assert (other.get(f"/round/stops/{stop.pk}/").status_code, other.get("/round/").status_code) == (404, 200)
    assert client_of(worker()).get("/round/").status_code == 403


def test_a_ticket_is_corrected_on_the_board(yard: Yard) -> None:
    client, found = client_of(yard.unit), yard.round(yard.estate(1))
    ticket = enter_ticket(found.pk, TicketDraft(1, yard.site.pk, "A-1", "110"), by=yard.driver)
    act = f"/console/waste/tickets/{ticket.pk}/correct/"
    sent = {"ticket": "A-1", "kg": "-3", "reason": "typed"}
    wrong = client.post(act, sent)
    assert (wrong.status_code, 'value="-3"' in wrong.content.decode()) == (422, True)
    shown = client.post(act, sent | {"ticket": "A-7", "kg": "330"}, follow=True).content.decode()
    assert "更正前：单号 A-1，110.0 公斤" in shown
    assert client_of(Yard().unit).post(act, sent).status_code == 404
    assert client_of(worker()).post(act, sent).status_code == 403


def test_somebody_else_drives_for_a_day(yard: Yard) -> None:
    client, found, other = client_of(yard.unit), yard.round(yard.estate(1)), yard.truck()
    act = f"/console/waste/rounds/{found.pk}/driver/"
    assert other.driver.name in client.get("/console/waste/rounds/").content.decode()
    busy = yard.round(yard.estate(2), crew=other)
    refused = client.post(act, {"driver": other.driver_id})
    assert (refused.status_code, other.vehicle.plate in refused.content.decode()) == (409, True)
    busy.stops.all().delete()
    busy.delete()
    assert client.post(act, {"driver": other.driver_id}).status_code == 302
    found.refresh_from_db()
    assert found.driver == other.driver
    assert (
        f"/round/stops/{found.stops.get().pk}/"
        in client_of(other_driver(other)).get("/round/").content.decode()
    )
    assert client_of(Yard().unit).post(act, {"driver": other.driver_id}).status_code == 404


def other_driver(crew: Crew) -> Actor:
    return Actor(person=crew.driver)


def test_a_breakdown_of_a_day_that_is_over_is_entered_and_nothing_is_planned(yard: Yard) -> None:
    found = yard.round(yard.estate(1))
    with at(NOW + timedelta(days=1)):
        told = client_of(yard.unit).post(f"/console/waste/rounds/{found.pk}/break-down/")
    assert (told.status_code, told.headers["Location"]) == (302, "/console/waste/rounds/?on=2026-11-04")
    found.refresh_from_db()
    assert (found.state, RoundPlan.objects.count()) == ("broken_down", 0)


def test_a_longer_round_asks_the_database_no_more(yard: Yard) -> None:
    """Of the driver, and of the board."""
    found = yard.round(*[yard.estate(number) for number in range(1, 3)])
    driver, unit = client_of(yard.driver), client_of(yard.unit)
    pages = ((driver, "/round/"), (unit, "/console/waste/rounds/"))
    counts = []
    for many in (0, 25):
        for number in range(3, 3 + many):
            RoundStopFactory(round=found, estate=yard.estate(number), position=number, site=yard.site)
        for client, address in pages:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
