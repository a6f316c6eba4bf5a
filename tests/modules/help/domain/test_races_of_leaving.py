"""A race pair on PostgreSQL: the desk lets a helper leave the team that visits elders while that helper asks to be
forgotten."""

from contextlib import ExitStack
from threading import Event
from unittest import mock

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.people.domain import erase
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.foundation.people.models import Person
from jiayuan.modules.help.domain import network
from jiayuan.modules.help.domain.network import leave_post
from jiayuan.modules.help.models import PostMember
from tests.factories import SpecialServiceFactory
from tests.modules.help.domain.test_races_of_erasing import told
from tests.modules.help.scene import Scene
from tests.racing import until
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def race(member_first=False):
    """Both hold the first thing they hold before either goes on, as far as the locks let them."""
    scene = Scene()
    assert scene.worker.reach is not None
    member = PostMember.objects.get(person=scene.team.person)
    SpecialServiceFactory(post=member.post)
    erasing, leaving = Event(), Event()
    gate, hold = erase.gate, network.hold_rotas
    lock = network._lock_member

    def erase_on(*args):
        erasing.set()
        until(leaving)
        return gate(*args)

    def member_held(pk):
        found = lock(pk)
        leaving.set()
        until(erasing)
        return found

    def forget():
        person = Person.objects.get(pk=scene.team.pk)
        erase_person(person, by=Actor(person=person))

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(erase, "gate", erase_on))
        stack.enter_context(mock.patch.object(network, "_lock_member", member_held))
        if member_first:  # as it was: what is theirs of the team, and only then the services
            stack.enter_context(
                mock.patch.object(
                    network, "hold_rotas", lambda *args: (member_held(member.pk), hold(*args))[1]
                )
            )
        ended = together(told(forget), told(lambda: leave_post(member.pk, by=scene.worker)))
    member.refresh_from_db()
    return ended, member


def test_guard_on_both_end():
    ended, member = race()
    assert ended == {"done": 2}
    assert member.until is not None


def test_guard_off_they_wait_in_a_circle():
    ended, member = race(member_first=True)
    assert ended == {"done": 1, "InACircle": 1}
    assert member.until is not None
