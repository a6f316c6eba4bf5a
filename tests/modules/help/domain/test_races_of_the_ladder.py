"""A race pair on PostgreSQL: several offices put new rules of the ladder in force at the same moment."""

from threading import Barrier, Lock
from unittest import mock

import pytest
from django.db import connection

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now
from jiayuan.modules.help.domain import ladder_rules
from jiayuan.modules.help.domain.ladder import load_ladder
from jiayuan.modules.help.domain.ladder_rules import Line, write_ladder
from jiayuan.modules.help.domain.steps import rules_in_force
from jiayuan.modules.help.models import Ladder
from tests.modules.help.scene import holder
from tests.racing import until_wait
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RUNNERS = 4


def race():
    load_ladder()
    seen = Ladder.objects.in_force().get().pk
    known = [Line(each.tier, each.kind, each.urgency, each.amount, each.unit) for each in rules_in_force()]
    officers = [holder(Role.DISTRICT_OFFICER, "140106") for _turn in range(RUNNERS)]
    assert all(each.reach for each in officers)

    def write(by, hours):
        return write_ladder(
            [Line("point", "repair", "calm", hours, "working_hours"), *known],
            reason="试行", seen=seen, by=by,
        )  # fmt: skip

    jobs = [lambda by=by, at=at: write(by, at) for at, by in enumerate(officers, 11)]
    return together(*jobs)


def test_guard_on_one_is_in_force_and_the_others_are_told():
    assert race() == {"done": 1, "Conflict": RUNNERS - 1}
    assert Ladder.objects.count() == 2
    assert Ladder.objects.in_force().count() == 1


def test_guard_off_breaks():
    """Without the lock all of them replace the same version; without the constraint all of theirs are in force."""
    barrier, check, first = Barrier(RUNNERS), ladder_rules._check_fresh, Lock()

    def meet(before, seen):
        check(before, seen)
        barrier.wait(timeout=20)

    def stand_in_a_row():
        """After the old version was replaced, before the new is written: here all others wait to replace it too."""
        if first.acquire(blocking=False):
            until_wait(RUNNERS - 1)
        return now()

    constraint = next(each for each in Ladder._meta.constraints if each.name == "help_one_ladder")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Ladder, constraint)
    try:
        with mock.patch.object(ladder_rules, "lock_name"), \
             mock.patch.object(ladder_rules, "now", stand_in_a_row), \
             mock.patch.object(ladder_rules, "_check_fresh", meet):  # fmt: skip
            assert race() == {"done": RUNNERS}
        assert Ladder.objects.in_force().count() == RUNNERS
    finally:
        Ladder.objects.filter(is_in_force=True).update(is_in_force=False)
        with connection.schema_editor() as editor:
            editor.add_constraint(Ladder, constraint)
