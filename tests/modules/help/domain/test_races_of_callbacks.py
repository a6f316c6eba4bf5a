"""Race pair on PostgreSQL: two workers of the community that calls note the same call at the same moment."""

from threading import Barrier
from unittest import mock

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common import locking
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.callback_enums import CallState
from jiayuan.modules.help.domain import callbacks
from jiayuan.modules.help.domain.callbacks import note_heard
from jiayuan.modules.help.models import CallBack
from tests.factories import CallBackFactory, PlaceFactory
from tests.modules.help.scene import COMMUNITY, NEIGHBOUR, holder
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
