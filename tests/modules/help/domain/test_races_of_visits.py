"""Race pairs on PostgreSQL: two colleagues say yes to the same visit at once, two services want the same helper on the
same day, and somebody notes days away while their team is planned."""

from contextlib import ExitStack
from datetime import date
from threading import Barrier
from unittest import mock

import pytest
from django.db import IntegrityError, connection

from jiayuan.foundation.clock.now import at
from jiayuan.modules.help.domain import away, swaps, visit_plan
from jiayuan.modules.help.domain.away import go_away
from jiayuan.modules.help.domain.swaps import agree_to_swap, ask_swap
from jiayuan.modules.help.domain.visit_plan import plan_special
from jiayuan.modules.help.models import Away, Swap, Visit
from tests.factories import PostFactory, PostMemberFactory, RecipientFactory, SpecialServiceFactory
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
             mock.patch.object(swaps, "lock_turns", return_value=None), \
             mock.patch.object(swaps, "_check_stands", meet):  # fmt: skip
            assert together(*answers()) == {"done": 2}
        assert Swap.objects.filter(state="agreed").count() == 2
    finally:
        Swap.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Swap, constraint)


def meeting(barrier, function):
    """``function``, and before its answer is used the other one has come as far."""

    def meet(*args, **kwargs):
        found = function(*args, **kwargs)
        barrier.wait(timeout=20)
        return found

    return meet


class TestTwoServicesOneHelper:
    """Both read that the helper is free on the day."""

    def race(self):
        with at(MONDAY):
            scene = Scene()
            services = [
                SpecialServiceFactory(post__station=scene.station, first=date(2026, 3, 2))
                for _turn in range(2)
            ]
            for service in services:
                PostMemberFactory(post=service.post, person=scene.point.person)
                RecipientFactory(service=service)
        refused = []

        def plan(pk):
            with at(MONDAY):
                try:
                    plan_special(pk)
                except IntegrityError as error:
                    refused.append(error)

        together(*[lambda pk=each.pk: plan(pk) for each in services])
        return refused

    def test_guard_on_holds(self):
        assert self.race() == []
        days = list(Visit.objects.filter(person__isnull=False).values_list("day", flat=True))
        assert len(days) == len(set(days)) == 8, "every day to one of the two, and open for the other"
        assert Visit.objects.filter(person=None).count() == 8

    def test_guard_off_one_service_is_not_planned(self):
        met = meeting(Barrier(2), visit_plan._busy)
        with mock.patch.object(visit_plan, "lock_turns", return_value=None), \
             mock.patch.object(visit_plan, "_busy", met):  # fmt: skip
            assert len(self.race()) == 1
        assert Visit.objects.count() == 8


class TestDaysAwayWhileTheTeamIsPlanned:
    LAST = date(2026, 3, 31)

    def race(self):
        with at(MONDAY):
            scene = Scene()
            post = PostFactory(station=scene.station)
            service = SpecialServiceFactory(post=post, first=date(2026, 3, 2))
            RecipientFactory(service=service)
            for actor in (scene.point, scene.team):
                PostMemberFactory(post=post, person=actor.person)

        def leave():
            with at(MONDAY):
                go_away(date(2026, 3, 2), self.LAST, by=scene.point)

        def plan():
            with at(MONDAY):
                plan_special(service.pk)

        together(leave, plan)
        assert Away.objects.count() == 1
        return Visit.objects.filter(person=scene.point.person, day__lte=self.LAST).count()

    def test_guard_on_nobody_is_sent_on_a_day_away(self):
        assert self.race() == 0
        assert Visit.objects.filter(person=None).count() == 0

    def test_guard_off_somebody_is(self):
        barrier = Barrier(2)
        patches = [
            (away, "lock_rows", no_lock),
            (away, "lock_turns", lambda _people: None),
            (away, "_free", meeting(barrier, away._free)),
            (visit_plan, "_busy", meeting(barrier, visit_plan._busy)),
        ]
        with ExitStack() as stack:
            for module, name, instead in patches:
                stack.enter_context(mock.patch.object(module, name, instead))
            assert self.race() > 0
