"""What gatherings hold about a person is handed out, and goes with them."""

from datetime import timedelta

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.services.gatherings.domain.personal_data import export_sign_ups
from jiayuan.services.gatherings.domain.presence import check_by_host
from jiayuan.services.gatherings.enums import Way
from jiayuan.services.gatherings.models import SignUp
from tests.services.gatherings.scene import (
    CANCELLED,
    FRIDAY,
    HELD,
    THURSDAY,
    gathering,
    host,
    join,
    resident,
    states,
)

pytestmark = pytest.mark.django_db


def test_what_is_held_is_handed_out():
    role, who = gathering(), resident()
    with at(THURSDAY):
        row = join(role, who, "小李")
    with at(FRIDAY):
        check_by_host(row.pk, Way.IN, by=host())
    own, companion = export_sign_ups(who.person)
    assert (own["what"], own["state"], own["came"]) == ("清理小院", HELD, FRIDAY.isoformat())
    assert (companion["companion"], companion["came"]) == ("小李", None)


def test_who_is_forgotten_gives_the_seats_to_come_to_who_waits(django_capture_on_commit_callbacks):
    role, past, who = gathering(2), gathering(starts_at=THURSDAY - timedelta(days=7)), resident()
    with at(THURSDAY - timedelta(days=8)):
        join(past, who)
    with at(THURSDAY):
        join(role, who, "小李")
        join(role)
        with django_capture_on_commit_callbacks(execute=True):
            assert erase_person(who.person, by=who) > 0
        assert states(role) == [CANCELLED, CANCELLED, "offered"]
    assert states(past) == [HELD]
    gone = SignUp.objects.filter(role__in=(role, past)).order_by("pk")
    assert [(row.person, row.name) for row in gone][:3] == [(None, "")] * 3
