"""Messages out of the ledger."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jiayuan.district.desk.models import ReadMark
from jiayuan.district.desk.news import (
    LOOKED_AT,
    PAGE,
    SESSION_KEY,
    count_unread,
    erase_read_mark,
    export_read_mark,
    mark_read,
    messages,
    read_up_to,
)
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.registers import Registers, Spoken
from jiayuan.foundation.ledger.domain.erase import erase_personal_payloads
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry, Stream
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
TOLD = (
    "-",
    "posted",
    "claimed",
    "other",
    "mine",
    "theirs",
    "reported",
    "old",
    "new",
    "gone",
    "dark",
    "silent",
)
NUMBERED = tuple(f"n{number}" for number in range(LOOKED_AT + 50))
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def speak(_actor: Actor, entries: Sequence[Entry]) -> dict[int, Spoken]:
    return {
        each.pk: Spoken(each.action, "", f"/{each.stream_id}/") for each in entries if each.action != "silent"
    }


@pytest.fixture
def following(own: Registers) -> Registers:
    own.followed_streams.add("wish", lambda _actor: ["wish/1", "wish/2"])
    own.spoken_entries.add("wish", speak)
    own.told_actions.add("wish", [*TOLD, *NUMBERED])
    return own


def said(found: Any) -> list[str]:
    return [row.spoken.title for row in found.rows]


def test_what_i_follow_newest_first(following: Registers) -> None:
    for stream, action in (
        ("wish/1", "posted"),
        ("wish/9", "not mine"),
        ("wish/2", "claimed"),
        ("case/1", "other"),
    ):
        record(stream, "-")
        record(stream, action, by=PersonFactory())
    me = Actor(person=PersonFactory())
    found = messages(me)
    assert [each for each in said(found) if each != "-"] == ["claimed", "posted"]
    assert found.follows_anything


def test_streams_may_come_as_a_query(own: Registers) -> None:
    own.followed_streams.add(
        "wish", lambda _actor: Stream.objects.filter(name="wish/1").values_list("name", flat=True)
    )
    own.spoken_entries.add("wish", speak)
    own.told_actions.add("wish", TOLD)
    record("wish/1", "claimed", by=PersonFactory())
    assert said(messages(Actor(person=PersonFactory()))) == ["claimed"]


def test_my_own_acts_are_no_news(following: Registers) -> None:
    me = PersonFactory()
    record("wish/1", "mine", by=me)
    record("wish/1", "theirs", by=PersonFactory())
    assert said(messages(Actor(person=me))) == ["theirs"]


def test_a_visitor_is_not_told_of_their_own_report(following: Registers) -> None:
    record("wish/1", "reported")
    record("wish/1", "claimed")
    assert said(messages(Actor())) == ["claimed"]


def test_what_nobody_speaks_stays_silent(following: Registers) -> None:
    following.followed_streams.add("x", lambda _actor: ["unknown/1"])
    record("unknown/1", "dark", by=PersonFactory())
    record("wish/1", "silent", by=PersonFactory())
    assert said(messages(Actor(person=PersonFactory()))) == []


def test_an_erased_entry_is_not_told(following: Registers) -> None:
    record("wish/1", "-")
    record("wish/1", "gone", by=PersonFactory(), after={"words": "x"})
    erase_personal_payloads([Entry.objects.get(action="gone").pk], by=PersonFactory(), reason="test")
    assert "gone" not in said(messages(Actor(person=PersonFactory())))


def test_who_follows_nothing(own: Registers) -> None:
    own.followed_streams.add("none", lambda _actor: ())
    found = messages(Actor())
    assert not found.follows_anything
    assert count_unread(Actor(), {}) == 0


def test_pages_hold_every_message_once(
    following: Registers, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    other = PersonFactory()
    for number in range(PAGE * 2 + 3):
        record("wish/1", f"n{number}", by=other)
    me, seen, after = Actor(person=PersonFactory()), [], ""
    while True:
        with django_assert_max_num_queries(1):
            page = messages(me, after=after)
        seen += said(page)
        if page.next_cursor is None:
            break
        after = page.next_cursor
    assert seen == [f"n{number}" for number in reversed(range(PAGE * 2 + 3))]


def test_what_others_do_in_the_same_matter_does_not_fill_the_page(following: Registers) -> None:
    """Neither what is never told (a neighbour signs up) nor what is silent for this reader pushes messages out."""
    me, other = Actor(person=PersonFactory()), PersonFactory()
    record("wish/1", "claimed", by=other)
    for _turn in range(PAGE):
        record("wish/1", "silent", by=other)
    for _turn in range(LOOKED_AT):
        record("wish/1", "never told", by=other)
    assert count_unread(me, {}) == 1
    page = messages(me)
    assert said(page) == ["claimed"]
    assert page.next_cursor is None
    assert page.is_news


def test_opening_reads_what_is_silent_too(following: Registers) -> None:
    record("wish/1", "-")
    record("wish/1", "silent", by=PersonFactory())
    me = Actor(person=PersonFactory())
    assert messages(me).is_news
    mark_read(me, {})
    assert not messages(me, read_at=read_up_to(me, {})).is_news


@pytest.mark.usefixtures("following")
class TestReading:
    def test_a_person_s_mark_is_kept_for_all_their_devices(self) -> None:
        me, other = Actor(person=PersonFactory()), PersonFactory()
        with at(START):
            record("wish/1", "old", by=other)
        assert read_up_to(me, {}) is None
        assert count_unread(me, {}) == 1
        with at(START + timedelta(hours=1)):
            mark_read(me, {})
            mark_read(me, {})
        assert ReadMark.objects.count() == 1
        assert str(me.pk) in str(ReadMark.objects.get())
        with at(START + timedelta(hours=2)):
            record("wish/1", "new", by=other)
        read_at = read_up_to(me, {})
        assert count_unread(me, {}) == 1
        assert [row.is_new for row in messages(me, read_at=read_at).rows] == [True, False]

    def test_a_person_sees_their_mark_and_has_it_forgotten(self) -> None:
        person, other = PersonFactory(), PersonFactory()
        assert export_read_mark(person) == {"read_up_to": None}
        with at(START):
            mark_read(Actor(person=person), {})
            mark_read(Actor(person=other), {})
        assert export_read_mark(person) == {"read_up_to": START.isoformat()}
        assert erase_read_mark(person) == 1
        assert ReadMark.objects.get().person_id == other.pk

    def test_a_visitor_s_mark_is_kept_for_the_visit(self) -> None:
        session: dict[str, Any] = {}
        with at(START):
            mark_read(Actor(), session)
        assert session[SESSION_KEY] == START.isoformat()
        assert read_up_to(Actor(), session) == START

    def test_a_visitor_s_unread_ones_are_counted(self) -> None:
        session: dict[str, Any] = {}
        with at(START):
            record("wish/1", "reported")
            record("wish/1", "old")
        assert count_unread(Actor(), session) == 1
        with at(START + timedelta(hours=1)):
            mark_read(Actor(), session)
        assert count_unread(Actor(), session) == 0
        with at(START + timedelta(hours=2)):
            record("wish/1", "new")
        assert count_unread(Actor(), session) == 1

    def test_the_badge_counts_to_ten(self, django_assert_max_num_queries: Callable[..., Any]) -> None:
        other = PersonFactory()
        for number in range(40):
            record("wish/1", f"n{number}", by=other)
        me = Actor(person=PersonFactory())
        with django_assert_max_num_queries(1):
            assert count_unread(me, {}) == 10
