"""Race pairs on PostgreSQL: two colleagues say yes to the same visit at once."""

from threading import Barrier
from unittest import mock

import pytest
from django.db import connection

from jiayuan.foundation.clock.now import at
from jiayuan.modules.help.domain import swaps
from jiayuan.modules.help.domain.swaps import agree_to_swap, ask_swap
from jiayuan.modules.help.models import Swap, Visit
from tests.modules.help.scene import Scene
from tests.modules.help.visits import MONDAY, Daughters
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def no_lock(_model, _keys):
    """As if nobody waited for anybody."""


def answers():
    """Both who were asked, each ready to say yes."""
    with at(MONDAY):
        team = Daughters(Scene())
        visit = team.planned()[0]
        Visit.objects.filter(day=visit.day).exclude(pk=visit.pk).delete()
        giver = team.who(visit)
        others = [each for each in (team.keeper, team.second, team.third) if each.pk != giver.pk]
        asked = [(ask_swap(visit.pk, each.pk, by=giver).pk, each) for each in others]

    def agree(pk, by):
        with at(MONDAY):
            agree_to_swap(pk, by=by)

    return [lambda pk=pk, by=by: agree(pk, by) for pk, by in asked]


def test_guard_on_one_goes():
    assert together(*answers()) == {"done": 1, "Conflict": 1}
    assert Swap.objects.filter(state="agreed").count() == 1


def test_guard_off_both_are_told_that_they_go():
    barrier = Barrier(2)

    def meet(swap):
        stands(swap)
        barrier.wait(timeout=20)

    stands = swaps._check_stands
    constraint = next(each for each in Swap._meta.constraints if each.name == "help_one_yes_a_visit")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Swap, constraint)
    try:
        with mock.patch("jiayuan.modules.help.domain.special_locks.lock_rows", no_lock), \
             mock.patch("jiayuan.foundation.common.locking.lock_rows", no_lock), \
             mock.patch.object(swaps, "_check_stands", meet):  # fmt: skip
            assert together(*answers()) == {"done": 2}
        assert Swap.objects.filter(state="agreed").count() == 2
    finally:
        Swap.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Swap, constraint)
