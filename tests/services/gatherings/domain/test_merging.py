"""A name on the list turns out to be a person, with what follows from it; and turns out not to be."""

from datetime import timedelta

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.services.gatherings.domain.merging import merge_walk_in, separate_walk_in
from jiayuan.services.gatherings.domain.personal_data import export_sign_ups
from jiayuan.services.gatherings.domain.presence import check_by_host
from jiayuan.services.gatherings.domain.queries.likely import likely_people
from jiayuan.services.gatherings.domain.walk_ins import add_walk_in
from jiayuan.services.gatherings.enums import Way
from jiayuan.services.gatherings.kinds import GatheringKind, kinds
from jiayuan.services.gatherings.models import Presence, SignUp
from tests.services.gatherings.scene import (
    CANCELLED,
    FRIDAY,
    HELD,
    THURSDAY,
    WALKED_IN,
    gathering,
    host,
    join,
    resident,
    states,
)

pytestmark = pytest.mark.django_db
PHONE = "+8613911112222"


@pytest.fixture(autouse=True)
def _friday():
    with at(FRIDAY + timedelta(hours=1)):
        yield


@pytest.fixture
def worker():
    return host()


@pytest.fixture
def who():
    found = resident()
    found.person.name, found.person.phone = "王秀英", "+8613911115678"
    found.person.save()
    return found


def door(role, worker, **written):
    """Somebody was written down at the door, and was there for an hour."""
    row = add_walk_in(role.session_id, by=worker, **({"name": "王秀英"} | written))
    for moment, way in ((FRIDAY, Way.IN), (FRIDAY + timedelta(hours=1), Way.OUT)):
        check_by_host(row.pk, way, by=worker, at=moment)
    return row


def had_a_seat(role, who):
    with at(THURSDAY):
        return join(role, who)


@pytest.fixture
def told(monkeypatch):
    """What the kind's module was told: whose presence, and of how many minutes."""
    heard = []
    kind = GatheringKind(
        "meeting",
        "",
        after_presence=lambda each, _entry: heard.append((each.sign_up.person_id, each.minutes)),
    )
    monkeypatch.setitem(kinds._entries, "meeting", kind)
    return heard


def test_a_name_becomes_a_person_and_a_name_again(worker, who, told):
    role = gathering()
    row = door(role, worker, phone=PHONE)
    assert merge_walk_in(row.pk, who.person, by=worker).person == who.person
    separate_walk_in(row.pk, by=worker)
    back = SignUp.objects.get(pk=row.pk)
    assert (back.person, back.name, back.phone, back.merged_at) == (None, "王秀英", PHONE, None)
    assert told[-2:] == [(who.pk, 60), (None, 60)]
    entry = Entry.objects.get(action="gatherings.separate")
    assert (entry.on_behalf_of_id, entry.actor_id) == (who.pk, worker.pk)
    with pytest.raises(Conflict) as refused:
        separate_walk_in(row.pk, by=worker)
    assert refused.value.code == "apart"


def test_what_was_entered_goes_to_their_seat_and_comes_back(worker, who, told):
    role = gathering()
    own, row = had_a_seat(role, who), door(role, worker)
    assert merge_walk_in(row.pk, who.person, by=worker) == own
    assert (states(role), Presence.objects.get().sign_up_id) == ([HELD, CANCELLED], own.pk)
    separate_walk_in(row.pk, by=worker)
    assert (states(role), Presence.objects.get().sign_up_id) == ([HELD, WALKED_IN], row.pk)
    assert told[-2:] == [(who.pk, 60), (None, 60)]


def test_who_waited_and_was_written_down_at_the_door_is_there(worker, who):
    role = gathering(1)
    had_a_seat(role, resident())
    own, row = had_a_seat(role, who), door(role, worker)
    merge_walk_in(row.pk, who.person, by=worker)
    own.refresh_from_db()
    assert (own.state, own.presence.minutes) == (WALKED_IN, 60)


def test_what_they_brought_themselves_stays_theirs(worker, who):
    role = gathering()
    own = had_a_seat(role, who)
    row = add_walk_in(role.session_id, name="王秀英", by=worker)
    check_by_host(own.pk, Way.IN, by=worker, at=FRIDAY)
    merge_walk_in(row.pk, who.person, by=worker)
    separate_walk_in(row.pk, by=worker)
    assert Presence.objects.get().sign_up_id == own.pk


def test_refused(worker, who):
    row = door(gathering(), worker)
    for act in (lambda: merge_walk_in(row.pk, who.person, by=who), lambda: separate_walk_in(row.pk, by=who)):
        with pytest.raises(Refused):
            act()
    who.person.is_active = False
    who.person.save()
    with pytest.raises(Invalid):
        merge_walk_in(row.pk, who.person, by=worker)


def test_what_was_written_at_the_door_is_handed_out_and_goes_with_them(worker, who):
    role = gathering()
    had_a_seat(role, who)
    row = door(role, worker, phone=PHONE)
    merge_walk_in(row.pk, who.person, by=worker)
    assert {"name": "王秀英", "phone": PHONE} in [
        each["signed_up_as"] for each in export_sign_ups(who.person)
    ]
    erase_person(who.person, by=who)
    gone = SignUp.objects.get(pk=row.pk)
    assert (gone.name, gone.phone) == ("", "")


class TestLikely:
    def find(self, row, **known):
        return [each.person.pk for each in likely_people(row, **known)]

    def test_by_phone_and_by_name_among_those_who_signed_up(self, worker, who):
        role = gathering()
        row = add_walk_in(role.session_id, name="王秀英", by=worker)
        assert self.find(row) == [], "a name alone finds nobody in town"
        assert self.find(row, phone="139 1111 5678") == [who.pk]
        had_a_seat(role, who)
        (found,) = likely_people(row)
        assert (found.person.pk, found.own.role_id, found.was_in) == (who.pk, role.pk, False)

    def test_last_digits_find_only_who_belongs_here(self, worker, who):
        row = add_walk_in(gathering().session_id, name="王秀英", by=worker)
        assert self.find(row, phone="5678") == []
        who.person.home_place_id = row.session.place_id
        who.person.save()
        assert self.find(row, phone="5678") == [who.pk]
        assert self.find(row, name="李四", phone="5678") == []
        for too_little in ("678", "abc"):
            with pytest.raises(Invalid):
                self.find(row, phone=too_little)
