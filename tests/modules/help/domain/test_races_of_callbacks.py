"""Race pair on PostgreSQL: two workers of the community that calls note the same call at the same moment."""

from datetime import date
from threading import Barrier
from unittest import mock

import pytest
from django.db import connection, models

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common import locking
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.callback_enums import CallState
from jiayuan.modules.help.domain import callback_draw, callbacks
from jiayuan.modules.help.domain.callback_draw import chosen_of, draw_callbacks
from jiayuan.modules.help.domain.callbacks import note_heard
from jiayuan.modules.help.enums import WishState
from jiayuan.modules.help.models import CallBack, CallBackDraw, Wish
from tests.factories import CallBackFactory, PlaceFactory, StationFactory, WishContactFactory
from tests.modules.help.scene import COMMUNITY, MONDAY, NEIGHBOUR, holder
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def no_lock(_model, _keys):
    """As if nobody waited for anybody."""


def race():
    call = CallBackFactory(wish__place=PlaceFactory(path=COMMUNITY), checker=PlaceFactory(path=NEIGHBOUR))
    one, other = (holder(Role.COMMUNITY_WORKER, NEIGHBOUR) for _turn in "12")
    ended = together(
        lambda: note_heard(call.pk, tries=0, really_done=True, content="yes", by=one),
        lambda: note_heard(call.pk, tries=0, really_done=False, content="no", words="没有人来", by=other),
    )
    return ended, Entry.objects.filter(stream=call.stream, action="help.callback_heard").count()


def test_guard_on_one_of_them_is_told_so():
    assert race() == ({"done": 1, "Conflict": 1}, 1)
    assert CallBack.objects.get().state == CallState.REACHED


def test_guard_off_both_decide():
    barrier = Barrier(2)

    def meet(pk):
        found = lock(pk)
        barrier.wait(timeout=20)
        return found

    lock = callbacks.lock_callback
    with mock.patch.object(locking, "lock_rows", no_lock), mock.patch.object(callbacks, "lock_rows", no_lock), \
         mock.patch.object(callbacks, "lock_callback", meet):  # fmt: skip
        assert race() == ({"done": 2}, 2)


class TestOneDraw:
    """The month is drawn by two at the same moment: the clock's and somebody's at the shell."""

    @staticmethod
    def race():
        for community in (COMMUNITY, NEIGHBOUR):
            StationFactory(community=PlaceFactory(path=community))
        WishContactFactory(
            wish__place=PlaceFactory(path=COMMUNITY), wish__state=WishState.FULFILLED, wish__ended_at=MONDAY
        )
        barrier = Barrier(2)

        def meet(*args):
            found = chosen_of(*args)
            barrier.wait(timeout=20)
            return found

        new = []
        with mock.patch.object(callback_draw, "chosen_of", meet):
            ended = together(*[lambda: new.append(draw_callbacks(date(2026, 11, 1)))] * 2)
        drawn = Entry.objects.filter(action="help.callback_drawn").count()
        return ended, sorted(new), CallBackDraw.objects.count(), drawn

    def test_guard_on_one_draws_and_the_other_nothing(self):
        assert self.race() == ({"done": 2}, [0, 1], 1, 1)

    def test_guard_off_the_month_is_drawn_twice(self):
        guard = next(each for each in CallBackDraw._meta.constraints if each.name == "help_one_draw_a_month")
        once = CallBack._meta.get_field("wish")
        often = models.ForeignKey(Wish, models.PROTECT)
        often.set_attributes_from_name("wish")
        often.model = CallBack
        with connection.schema_editor() as editor:
            editor.remove_constraint(CallBackDraw, guard)
            editor.alter_field(CallBack, once, often)
        try:
            assert self.race() == ({"done": 2}, [1, 1], 2, 2)
        finally:
            CallBack.objects.all().delete()
            CallBackDraw.objects.all().delete()
            with connection.schema_editor() as editor:
                editor.alter_field(CallBack, often, once)
                editor.add_constraint(CallBackDraw, guard)
