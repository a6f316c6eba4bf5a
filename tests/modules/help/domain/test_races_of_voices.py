"""Race pair on PostgreSQL: two wishes are sent off with one and the same recording at the same moment."""

from threading import Barrier
from unittest import mock

import pytest
from django.db import connection

from jiayuan.modules.help.domain import post
from jiayuan.modules.help.domain.post import WishDraft, post_wish
from jiayuan.modules.help.models import Wish, WishVoice
from tests.factories import SoundFactory
from tests.modules.help.scene import BUILDING, Scene
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def race():
    """Both find the recording unused."""
    scene, barrier = Scene(), Barrier(2)
    note = SoundFactory(uploaded_by=scene.wisher.person)
    find = post.own_note

    def meet(*args, **kwargs):
        found = find(*args, **kwargs)
        barrier.wait(timeout=20)
        return found

    def send(nonce):
        post_wish(WishDraft("", BUILDING, voice=note.pk), by=scene.wisher, nonce=nonce)

    with mock.patch.object(post, "own_note", meet):
        return together(lambda: send("a" * 20), lambda: send("b" * 20))


def test_guard_on_one_is_told_to_record_again():
    assert race() == {"done": 1, "Invalid": 1}
    assert Wish.objects.count() == WishVoice.objects.count() == 1


def test_guard_off_two_wishes_have_one_recording():
    table = WishVoice._meta.db_table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
        name = next(
            key for key, each in found.items()
            if each["columns"] == ["sound_id"] and each["unique"] and not each["primary_key"]
        )  # fmt: skip
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    try:
        assert race() == {"done": 2}
        assert WishVoice.objects.values("sound").distinct().count() == 1
    finally:
        WishVoice.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" UNIQUE (sound_id)')
