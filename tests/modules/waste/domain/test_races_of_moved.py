"""Race pairs on PostgreSQL: an entry that comes late meets the driver to whom its stop was moved."""

from collections.abc import Callable
from unittest import mock

import pytest

from jiayuan.modules.waste.domain import moved as taking
from jiayuan.modules.waste.domain.stops import StopDraft, end_stop
from jiayuan.modules.waste.models import RoundStop, Weighing
from tests.modules.waste.operating import Yard

from .ordered import one_then_other
from .test_moved import moved
from .test_races_of_rounds import no_lock, yard  # noqa: F401 (the fixture)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Entering = Callable[[], object]


def entering(yard: Yard) -> tuple[Entering, Entering]:  # noqa: F811
    """The entry that comes late, and the present driver's."""
    stop, fresh, driver = moved(yard)
    return (
        lambda: end_stop(stop.pk, StopDraft("done", kg="320"), by=yard.driver),
        lambda: end_stop(fresh.pk, StopDraft("done", kg="340"), by=driver),
    )


@pytest.mark.parametrize("is_late_first", [True, False])
def test_guard_on_it_is_weighed_once(yard: Yard, is_late_first: bool) -> None:  # noqa: F811
    late, present = entering(yard)
    order = (late, present) if is_late_first else (present, late)
    assert one_then_other(*order) == {"done": 1, "Conflict": 1}
    assert RoundStop.objects.taking().get().kg == Weighing.objects.get().kg


def test_guard_off_it_is_weighed_twice(yard: Yard) -> None:  # noqa: F811
    late, present = entering(yard)
    with mock.patch.object(taking, "lock_rows", no_lock):
        assert one_then_other(present, late) == {"done": 2}
    assert Weighing.objects.count() == 2
