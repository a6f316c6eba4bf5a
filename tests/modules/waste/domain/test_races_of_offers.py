"""Race pairs on PostgreSQL: hours that overlap, and a community in two zones, each wanted by two at once."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import time, timedelta
from typing import Any
from unittest import mock

import pytest
from django.conf import settings

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain import pickup_hours, trying
from jiayuan.modules.waste.domain.pickup_hours import HoursOffer, offer_hours
from jiayuan.modules.waste.domain.trying import ZoneDraft, open_zone
from jiayuan.modules.waste.models import PickupHours, Zone
from tests.factories import PlaceFactory
from tests.racing import Meeting
from tests.services.cases.domain.test_races import together

from ..operating import Yard
from ..scene import COMMUNITY, NOW, holder

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TOMORROW = NOW.date() + timedelta(days=1)


@contextmanager
def both_have_looked(module: Any) -> Iterator[None]:
    """Neither writes before the other has looked, unless one of them waits for the other."""
    meeting, look = Meeting(), module._check_apart

    def looked(*given: Any) -> None:
        look(*given)
        meeting.arrive()

    with mock.patch.object(module, "_check_apart", looked):
        yield


def raced(module: Any, is_guarded: bool, *jobs: Callable[[], Any]) -> Counter[str]:
    guard = nullcontext() if is_guarded else mock.patch.object(module, "lock_name")
    with both_have_looked(module), guard:
        return together(*jobs)


def offers() -> list[Callable[[], Any]]:
    with at(NOW):
        yard, place = Yard(), PlaceFactory(path=COMMUNITY)
        assert yard.unit.reach

    def offer(hour: int) -> None:
        with at(NOW):
            wanted = HoursOffer(place.path, "bulky", TOMORROW, time(hour), time(hour + 2), 6)
            offer_hours(yard.operator, wanted, by=yard.unit)

    return [lambda each=each: offer(each) for each in (8, 9)]


def zones() -> list[Callable[[], Any]]:
    with at(NOW):
        PlaceFactory(path=COMMUNITY, kind="community")
        district = holder(Role.DISTRICT_OFFICER, settings.DISTRICT)
        assert district.reach

    def opening(name: str) -> None:
        with at(NOW):
            open_zone(ZoneDraft(name, [COMMUNITY]), by=district)

    return [lambda each=each: opening(each) for each in ("青年路片区", "桃园路片区")]


def test_guard_on_hours_do_not_overlap() -> None:
    assert raced(pickup_hours, True, *offers()) == {"done": 1, "Conflict": 1}
    assert PickupHours.objects.count() == 1


def test_guard_off_hours_overlap() -> None:
    assert raced(pickup_hours, False, *offers()) == {"done": 2}


def test_guard_on_a_community_is_in_one_zone() -> None:
    assert raced(trying, True, *zones()) == {"done": 1, "Conflict": 1}
    assert Zone.objects.count() == 1


def test_guard_off_a_community_is_in_two_zones() -> None:
    assert raced(trying, False, *zones()) == {"done": 2}
