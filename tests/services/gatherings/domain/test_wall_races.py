"""One vote a person on PostgreSQL: with lock and constraint it holds, without both it does not."""

from datetime import timedelta
from threading import Barrier
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone

from jiayuan.services.gatherings.domain.wall import polls
from jiayuan.services.gatherings.domain.wall.polls import make_poll, perform_on_poll, vote
from jiayuan.services.gatherings.models import Poll, PollChoice, PollVote
from jiayuan.services.gatherings.wall_enums import PollAction
from tests.services.cases.domain.test_races import together
from tests.services.gatherings.scene import gathering, host, join, resident

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TURNS = 4


def everything_at_once(meet=False):
    """One person votes four times at once, for two answers in turn."""
    role, by, who = gathering(2, starts_at=timezone.now() + timedelta(days=1)), host(), resident()
    join(role, who)
    poll = perform_on_poll(
        make_poll(role.session_id, "几点？", ["六点", "七点"], by=by).pk, PollAction.OPEN, by=by
    )
    choices = list(PollChoice.objects.filter(poll=poll).values_list("pk", flat=True))
    barrier, write = Barrier(TURNS), polls._write

    def wait_and_write(*args):
        if meet:
            barrier.wait(timeout=10)
        return write(*args)

    with mock.patch.object(polls, "_write", wait_and_write):
        return together(*[lambda n=n: vote(poll.pk, choices[n % 2], by=who) for n in range(TURNS)])


def no_lock(poll_id):
    return Poll.objects.get(pk=poll_id)


def test_guard_on_holds():
    outcome = everything_at_once()
    assert PollVote.objects.count() == 1
    assert outcome["done"] == TURNS // 2, "the same vote again is no fault; the other one is refused"


def test_the_constraint_alone_holds_too():
    with mock.patch.object(polls, "_locked", no_lock):
        everything_at_once(meet=True)
    assert PollVote.objects.count() == 1


def test_guard_off_breaks():
    constraint = next(
        each for each in PollVote._meta.constraints if each.name == "gatherings_one_vote_a_person"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(PollVote, constraint)
    try:
        with mock.patch.object(polls, "_locked", no_lock):
            everything_at_once(meet=True)
        assert PollVote.objects.count() > 1
    finally:
        PollVote.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(PollVote, constraint)
