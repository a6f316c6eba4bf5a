"""Race pair on PostgreSQL: one tap on “I want to help here” is sent twice at the same moment."""

from threading import Barrier
from unittest import mock

import pytest
from django.db import IntegrityError, connection

from jiayuan.foundation.access.actor import Actor
from jiayuan.modules.help.domain import network
from jiayuan.modules.help.domain.network import ask_to_join
from jiayuan.modules.help.models import Post, PostMember
from tests.factories import PersonFactory, PostFactory
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def twice():
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    post, person = PostFactory(), PersonFactory()
    return together(*(lambda: ask_to_join(post.pk, by=Actor(person=person)) for _tap in range(2)))


def test_guard_on_they_joined_once():
    assert twice() == {"done": 2}
    assert PostMember.objects.count() == 1


def test_guard_off_the_database_says_no_and_somebody_sees_a_fault():
    """Without the lock of the post both find nobody there."""
    barrier, create, lock = Barrier(2), PostMember.objects.create, network.lock_rows

    def meet(**fields):
        barrier.wait(timeout=20)
        return create(**fields)

    def no_lock(model, keys):
        if model is not Post:
            lock(model, keys)

    with (
        mock.patch.object(network, "lock_rows", no_lock),
        mock.patch.object(PostMember.objects, "create", meet),
        pytest.raises(IntegrityError),
    ):
        twice()
    assert PostMember.objects.count() == 1
