"""Race pair on PostgreSQL: two forms of the same task are saved at once, and both count."""

from threading import Barrier
from unittest import mock

import pytest

from jiayuan.foundation.burden.domain import count
from jiayuan.foundation.burden.domain.count import count_form
from jiayuan.foundation.burden.models import Effort, Measure
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def one():
    count_form("help.open", "140106004", seconds=20, by_hand=3, given=1)


def entries():
    return dict(Effort.objects.filter(measure=Measure.SECONDS).values_list("step", "entries"))


def test_both_count():
    one()
    assert together(one, one) == {"done": 2}
    assert entries() == {30: 3}


def test_read_and_written_back_one_is_lost():
    one()
    barrier = Barrier(2)

    def read_then_write(steps):
        for task, path, month, measure, step, many in sorted(steps):
            found = Effort.objects.get(task=task, path=path, month=month, measure=measure, step=step)
            if measure == Measure.SECONDS:
                barrier.wait(timeout=20)
            Effort.objects.filter(pk=found.pk).update(entries=found.entries + many)

    with mock.patch.object(count, "add_steps", read_then_write):
        together(one, one)
    assert entries() == {30: 2}
