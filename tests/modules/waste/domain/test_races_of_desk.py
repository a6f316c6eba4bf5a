"""Race pairs on PostgreSQL: the driver on the road and the unit at its desk enter the same stop."""

from collections.abc import Callable
from unittest import mock

import pytest
from django.db import IntegrityError

from jiayuan.modules.waste.domain import stops
from jiayuan.modules.waste.domain.stops import StopDraft, end_stop
from jiayuan.modules.waste.models import RoundStop, Weighing
from tests.modules.waste.operating import Yard

from .ordered import one_then_other
from .test_races_of_rounds import yard  # noqa: F401 (the fixture)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Entering = Callable[[], object]


def entering(yard: Yard) -> tuple[Entering, Entering]:  # noqa: F811
    """The driver's entry, and the desk's of the same stop."""
    pk = yard.round(yard.estate(1)).stops.get().pk
    return (
        lambda: end_stop(pk, StopDraft("done", kg="320"), by=yard.driver),
        lambda: end_stop(pk, StopDraft("done", kg="340"), by=yard.unit),
    )


@pytest.mark.parametrize("is_desk_first", [False, True])
def test_guard_on_the_first_counts_and_the_other_is_told(yard: Yard, is_desk_first: bool) -> None:  # noqa: F811
    driver, desk = entering(yard)
    order = (desk, driver) if is_desk_first else (driver, desk)
    assert one_then_other(*order) == {"done": 1, "Conflict": 1}
    stop = RoundStop.objects.get()
    assert Weighing.objects.get().kg == stop.kg == (340 if is_desk_first else 320)
    assert stop.desk == (yard.unit.person if is_desk_first else None)


def test_guard_off_only_the_database_says_no(yard: Yard) -> None:  # noqa: F811
    driver, desk = entering(yard)
    with (
        mock.patch.object(stops, "open_for_entry", return_value=None),
        pytest.raises(IntegrityError, match="waste_weighed_once"),
    ):
        one_then_other(driver, desk)
