"""Race pair on PostgreSQL: a yes taken back while the community hangs the photo up."""

from threading import Barrier
from unittest import mock

import pytest
from django.db import connection

from jiayuan.foundation.common import locking
from jiayuan.modules.help.domain import wall
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import fulfil_claim
from jiayuan.modules.help.domain.proof import Proof
from jiayuan.modules.help.domain.wall import look_at_photo, take_down
from jiayuan.modules.help.enums import WishAction
from jiayuan.modules.help.models import WishPhoto
from jiayuan.modules.help.photo_enums import Wall
from tests.factories import PhotoFactory
from tests.modules.help.scene import Scene
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
GUARD = "help_wall_by_both_and_a_look"


def no_lock(_model, _keys):
    """As if nobody waited for anybody."""


@pytest.fixture
def scene():
    made = Scene()
    made.claim = made.claimed()
    photo = PhotoFactory(purpose="wish", uploaded_by=made.point.person)
    fulfil_claim(made.claim.pk, proof=Proof(after=[photo.pk], for_the_wall=True), by=made.point)
    made.act(made.claim.wish, WishAction.CONFIRM, by=made.wisher, given=Given(wall=True))
    return made


def race(scene):
    wish, row = scene.claim.wish, WishPhoto.objects.get()
    ended = together(
        lambda: look_at_photo(wish.pk, row.pk, up=True, faces="none", by=scene.worker),
        lambda: take_down(wish.pk, by=scene.wisher),
    )
    row.refresh_from_db()
    return ended, row


def test_guard_on_it_is_down_whoever_came_first(scene):
    ended, row = race(scene)
    assert ended in ({"done": 2}, {"done": 1, "Conflict": 1})
    assert (row.wall, row.wisher_yes_at) == (Wall.AWAY, None)


def test_guard_off_it_hangs_without_a_yes(scene):
    """The look reads both as agreed; the yes is taken back; without the constraint it is hung up all the same."""
    taken_back = Barrier(2)

    def read_then_wait(row, by):
        check(row, by)
        taken_back.wait(timeout=20)
        taken_back.wait(timeout=20)

    def down(*args):
        taken_back.wait(timeout=20)
        return take(*args)

    def committed(*args, **kwargs):
        try:
            return whole(*args, **kwargs)
        finally:
            taken_back.wait(timeout=20)

    check, take, whole = wall._check_ready, wall._take_down, take_down
    constraint = next(each for each in WishPhoto._meta.constraints if each.name == GUARD)
    with connection.schema_editor() as editor:
        editor.remove_constraint(WishPhoto, constraint)
    try:
        with mock.patch.object(locking, "lock_rows", no_lock), \
             mock.patch.object(wall, "_check_ready", read_then_wait), \
             mock.patch.object(wall, "_take_down", down), \
             mock.patch(f"{__name__}.take_down", committed):  # fmt: skip
            _ended, row = race(scene)
        assert (row.wall, row.wisher_yes_at) == (Wall.UP, None)
    finally:
        WishPhoto.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(WishPhoto, constraint)
