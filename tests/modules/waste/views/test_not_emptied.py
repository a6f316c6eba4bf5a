"""From the locked gate to the residents: a message to each, and the reason on their page, until the truck has come."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.waste.domain.stops import StopDraft, end_stop
from tests.factories import PersonFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW

from .test_operating import client_of

pytestmark = pytest.mark.django_db
LOCKED, COULD_NOT_COME = "大门上锁", "车没能来收"


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def page_of(estate: Any) -> str:
    return Client().get(f"/bins/?estate={estate.path}").content.decode()


def test_residents_of_a_missed_estate_are_told_and_read_why(yard: Yard) -> None:
    estate, other = yard.estate(1), yard.estate(2)
    resident = PersonFactory(home_place=estate)
    PersonFactory(home_place=other)
    stop = yard.round(estate, other).stops.get(estate=estate)
    sent = client_of(yard.driver).post(f"/round/stops/{stop.pk}/", {"what": "miss", "reason": "locked"})
    assert sent.status_code == 302
    (notice,) = Notice.objects.all()
    assert (notice.person, notice.kind) == (resident, "waste.missed")
    assert LOCKED in page_of(estate)
    assert COULD_NOT_COME in page_of(estate)
    assert COULD_NOT_COME not in page_of(other)


def test_as_soon_as_the_truck_has_come_it_is_over(yard: Yard) -> None:
    estate = yard.estate(1)
    end_stop(yard.round(estate).stops.get().pk, StopDraft("miss", reason="blocked"), by=yard.driver)
    assert COULD_NOT_COME in page_of(estate)
    with at(NOW + timedelta(days=1)):
        again = yard.round(estate, crew=yard.truck(), day=TODAY + timedelta(days=1))
        again.stops.update(day=TODAY + timedelta(days=1))
        end_stop(again.stops.get().pk, StopDraft("done", kg="320"), by=yard.unit)
        assert COULD_NOT_COME not in page_of(estate)
    with at(NOW + timedelta(days=4)):
        assert COULD_NOT_COME not in page_of(estate)


def test_board_fleet_and_round_cost_the_same_however_much_there_is(yard: Yard) -> None:
    yard.round(yard.estate(1))
    unit, driver = client_of(yard.unit), client_of(yard.driver)
    pages = [(unit, "/console/waste/rounds/"), (unit, "/console/waste/fleet/"), (driver, "/round/")]
    for client, page in pages:
        client.get(page)
    counts = [counted(client, page) for client, page in pages]
    for number in range(2, 12):
        yard.round(yard.estate(number), yard.estate(number + 30), crew=yard.truck())
    assert [counted(client, page) for client, page in pages] == counts


def counted(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as context:
        assert client.get(page).status_code == 200
    return len(context)
