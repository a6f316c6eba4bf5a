"""Leader, office and street are told of hours that stay open, each once, and find them in the inbox."""

from datetime import timedelta

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.volunteering.domain import late_hours
from jiayuan.modules.volunteering.domain.claims import confirm_hours, mark_hours
from jiayuan.modules.volunteering.domain.late_hours import remind_of_hours
from jiayuan.modules.volunteering.domain.queries.hours import hours_counts, hours_items
from jiayuan.modules.volunteering.models import HourClaim
from jiayuan.services.gatherings.models import Session
from tests.conftest import COMMUNITY
from tests.factories import PlaceFactory, RoleGrantFactory
from tests.modules.volunteering.hour import FRIDAY, charity_hour

pytestmark = pytest.mark.django_db


@pytest.fixture
def hour():
    """Led by who planned it; one volunteer was there."""
    made = charity_hour(1)
    Session.objects.update(made_by=made.leader.person)
    made.was_there(0)
    return made


@pytest.fixture
def street():
    return RoleGrantFactory(role=Role.STREET_OFFICER, place=PlaceFactory(path=COMMUNITY[:9])).person


def told():
    return sorted(Notice.objects.filter(kind="volunteering.hours").values_list("person", flat=True))


def test_the_leader_before_then_everybody_at_the_end_each_once(hour, street):
    due = HourClaim.objects.get().confirm_by
    with at(due - timedelta(days=7)):
        assert (remind_of_hours(), told()) == (0, [])
    with at(due - timedelta(hours=30)):
        assert (remind_of_hours(), remind_of_hours()) == (1, 0)
        assert told() == [hour.leader.pk]
    with at(due + timedelta(hours=1)):
        assert (remind_of_hours(), remind_of_hours()) == (1, 0)
    assert told() == sorted([hour.leader.pk, hour.leader.pk, hour.office.pk, street.pk])
    assert Notice.objects.get(person=street).url == f"/console/hours/{hour.session.pk}/"
    led = Notice.objects.filter(person=hour.leader.pk).values_list("url", flat=True)
    assert set(led) == {f"/volunteering/marking/{hour.session.pk}/"}


def test_marked_the_office_is_told_and_confirmed_nobody(hour, street):
    due = HourClaim.objects.get().confirm_by
    with at(due - timedelta(hours=30)):
        mark_hours(hour.session.pk, by=hour.leader)
        remind_of_hours()
        assert told() == [hour.office.pk]
        confirm_hours([HourClaim.objects.get().pk], by=hour.office)
    with at(due + timedelta(days=1)):
        assert remind_of_hours() == 0


def test_the_clock_does_it(hour):
    """By the duties as they stand, and not by whoever calls the function."""
    with at(HourClaim.objects.get().confirm_by - timedelta(hours=30)):
        registers.duties["remind of hours"].work()
    assert told() == [hour.leader.pk]


def test_what_was_told_before_does_not_hold_up_the_next(hour, monkeypatch):
    monkeypatch.setattr(late_hours, "AT_ONCE", 1)
    other = charity_hour(1, starts_at=FRIDAY + timedelta(hours=2))
    Session.objects.update(made_by=hour.leader.person)
    other.was_there(0)
    with at(HourClaim.objects.latest("pk").confirm_by - timedelta(hours=30)):
        assert [remind_of_hours() for _turn in range(3)] == [1, 1, 0]


def test_the_inbox_names_who_is_to_act_and_how_late(hour):
    with at(hour.after):
        assert {kind: each[1] for kind, each in hours_counts(hour.leader).items()} == {"hours-mark": 1}
        mark_hours(hour.session.pk, by=hour.leader)
        assert (hours_counts(hour.leader), hours_items(hour.leader, 5)) == ({}, [])
        assert {kind: each[1] for kind, each in hours_counts(hour.office).items()} == {"hours": 1}
    with at(HourClaim.objects.get().confirm_by + timedelta(days=1)):
        (item,) = hours_items(hour.office, 5)
        assert (item.light, item.weight) == ("red", 7)
    assert not hours_items(Actor(person=hour.people[0]), 5)
