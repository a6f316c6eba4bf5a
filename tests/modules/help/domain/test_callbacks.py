"""Call-backs: drawn so that nobody can choose, called by a community that had no part, and what comes of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.callback_enums import CallState
from jiayuan.modules.help.domain import callback_facts, callbacks
from jiayuan.modules.help.domain.callback_draw import checker_for, chosen_of, draw_callbacks
from jiayuan.modules.help.domain.callbacks import (
    answer_finding,
    expire_callbacks,
    note_heard,
    note_missed,
    reveal_for_call,
)
from jiayuan.modules.help.domain.queries.progress import history
from jiayuan.modules.help.domain.queries.seen import Reader, see
from jiayuan.modules.help.domain.queries.work import FINDING, RING, work_items
from jiayuan.modules.help.enums import ClaimState
from jiayuan.modules.help.models import CallBack, CallBackDraw
from tests.factories import (
    CallBackFactory,
    ClaimFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    StationFactory,
    WishContactFactory,
)
from tests.modules.help.scene import COMMUNITY, MONDAY, NEIGHBOUR, holder

THIRD = "140106004012"
MONTH = date(2026, 10, 1)
FIRST = MONDAY - timedelta(days=1)


def fulfilled(path=COMMUNITY, *, helped=None):
    contact = WishContactFactory(
        wish__place=PlaceFactory(path=path),
        wish__state="fulfilled",
        wish__ended_at=MONDAY - timedelta(days=12),
    )
    if helped is not None:
        ClaimFactory(
            wish=contact.wish,
            post=PostFactory(station__community=PlaceFactory(path=helped)),
            state=ClaimState.DONE,
        )
    return contact.wish


@pytest.mark.django_db
class TestDraw:
    @pytest.fixture(autouse=True)
    def street(self):
        for path in (COMMUNITY, NEIGHBOUR, THIRD):
            StationFactory(community=PlaceFactory(path=path))

    def test_a_share_once_and_by_another(self):
        for _turn in range(21):
            fulfilled()
        assert draw_callbacks(MONTH) == 3
        assert draw_callbacks(MONTH) == 0
        draw = CallBackDraw.objects.get()
        assert (draw.fulfilled, draw.drawn) == (21, 3)
        assert {each.checker_id for each in CallBack.objects.all()} <= {NEIGHBOUR, THIRD}

    def test_nobody_who_helped_with_it_calls(self):
        fulfilled(helped=NEIGHBOUR)
        draw_callbacks(MONTH)
        assert CallBack.objects.get().checker_id == THIRD

    def test_who_cannot_be_rung_is_not_drawn(self):
        wish = fulfilled()
        wish.contact.delete()
        assert draw_callbacks(MONTH) == 0
        assert not CallBackDraw.objects.exists()

    def test_alone_in_its_street_it_is_called_by_the_neighbouring_street(self):
        alone, far = "140106005010", "140106009010"
        for path in (alone, far):
            StationFactory(community=PlaceFactory(path=path))
        fulfilled(alone)
        assert draw_callbacks(MONTH) == 1
        assert CallBack.objects.get().checker_id in {COMMUNITY, NEIGHBOUR, THIRD}

    def test_another_month_is_another_draw(self):
        fulfilled()
        assert draw_callbacks(date(2026, 9, 1)) == 0


class TestRotation:
    STREET = tuple(f"1401060040{number:02d}" for number in range(10, 18))

    @given(st.dates(), st.integers(2, 8))
    def test_everybody_calls_for_one_other(self, month, many):
        street = self.STREET[:many]
        called = [checker_for(each, month, street) for each in street]
        assert sorted(called) == sorted(street)
        assert all(served != checker for served, checker in zip(street, called, strict=True))

    def test_a_further_one_each_month(self):
        called = {checker_for(self.STREET[0], date(2026, month, 1), self.STREET) for month in range(1, 8)}
        assert called == set(self.STREET[1:])

    def test_alone_in_its_district_there_is_nobody(self):
        assert checker_for(COMMUNITY, MONTH, [COMMUNITY, "140107001001"]) is None

    @given(
        st.dates(),
        st.lists(st.tuples(st.integers(1, 9), st.integers(1, 4)), min_size=2, unique=True),
        st.data(),
    )
    def test_somebody_of_the_district_always_calls_and_the_nearest_street_first(self, month, places, data):
        stations = sorted(f"140106{street:03d}{number:03d}" for street, number in places)
        served = data.draw(st.sampled_from(stations))
        helped = data.draw(st.sets(st.sampled_from(stations), max_size=2))
        can = [each for each in stations if each not in {served, *helped}]
        caller = checker_for(served, month, stations, helped)
        assert (caller is None) == (not can)
        if caller is not None:
            ways = {each: abs(int(each[:9]) - int(served[:9])) for each in can}
            assert ways[caller] == min(ways.values())

    @given(st.lists(st.integers(1, 10**9), min_size=1, max_size=60, unique=True))
    def test_the_lot_does_not_ask_who_counts_first(self, keys):
        assert chosen_of(keys, MONTH) == chosen_of(reversed(keys), MONTH)
        assert len(chosen_of(keys, MONTH)) == max(1, -(-len(keys) // 10))


def test_more_tries_than_the_database_takes_are_refused_when_they_are_read(tmp_path, monkeypatch):
    rules = tmp_path / "callbacks.json"
    rules.write_text('{"share": 10, "tries": 6, "working_days": 10, "hours_between_tries": 2}')
    monkeypatch.setattr(callback_facts, "FILE", rules)
    callback_facts.facts.cache_clear()
    try:
        with pytest.raises(ImproperlyConfigured):
            callback_facts.facts()
    finally:
        callback_facts.facts.cache_clear()


@pytest.mark.django_db
def test_as_many_tries_as_the_rules_say(monkeypatch):
    monkeypatch.setattr(callbacks, "facts", lambda: {"tries": 4, "hours_between_tries": 2})
    call = CallBackFactory(wish__place=PlaceFactory(path=COMMUNITY), checker=PlaceFactory(path=NEIGHBOUR))
    by = holder(Role.COMMUNITY_WORKER, NEIGHBOUR)
    for number in range(3):
        with at(MONDAY + timedelta(days=number)):
            note_missed(call.pk, tries=number, by=by)
    with at(MONDAY + timedelta(days=4)):
        assert note_heard(call.pk, tries=3, really_done=True, content="yes", by=by).tries == 4


@pytest.mark.django_db
class TestCall:
    @pytest.fixture
    def call(self):
        for path in (COMMUNITY, NEIGHBOUR):
            StationFactory(community=PlaceFactory(path=path))
        fulfilled()
        draw_callbacks(MONTH)
        return CallBack.objects.get()

    @pytest.fixture
    def checker(self):
        return holder(Role.COMMUNITY_WORKER, NEIGHBOUR)

    @pytest.fixture
    def server(self):
        return holder(Role.COMMUNITY_WORKER, COMMUNITY)

    def heard(self, call, by, **fields):
        given = {"tries": 0, "really_done": True, "content": "yes"} | fields
        return note_heard(call.pk, by=by, **given)

    def test_who_served_neither_calls_nor_knows(self, call, server):
        with pytest.raises(Refused):
            self.heard(call, server)
        assert not CallBack.objects.visible_to(server, Role.COMMUNITY_WORKER).exists()
        assert not [each for each in work_items(server, 9) if each.kind in (RING, FINDING)]

    def test_a_helper_who_works_at_the_other_desk_does_not_call(self, call, checker):
        assert RING in [each.kind for each in work_items(checker, 9)]
        ClaimFactory(wish=call.wish, person=checker.person)
        assert RING not in [each.kind for each in work_items(checker, 9)]
        with pytest.raises(Refused):
            self.heard(call, checker)

    def test_the_checker_sees_the_card_and_the_recorded_number(self, call, checker):
        seen = see(call.wish, checker)
        assert (seen.reader, seen.shows_concern, seen.shows_words) == (Reader.CHECKER, False, False)
        assert reveal_for_call(call.pk, by=checker).phone == "+8613800138000"
        entry = Entry.objects.get(action="help.read_contact")
        assert (entry.stream_id, entry.place_path, entry.actor) == (
            call.stream,
            call.checker_id,
            checker.person,
        )
        served = holder(Role.COMMUNITY_WORKER, call.served_id)
        assert "help.read_contact" not in [line.action for line in history(call.wish, served)]
        self.heard(call, checker)
        assert see(call.wish, checker).reader is Reader.CHECKER
        with pytest.raises(Conflict):
            reveal_for_call(call.pk, by=checker)

    def test_two_tries_at_different_hours(self, call, checker):
        with at(MONDAY):
            note_missed(call.pk, tries=0, by=checker)
            with pytest.raises(Conflict):
                note_missed(call.pk, tries=1, by=checker)
        with at(MONDAY + timedelta(hours=3)):
            assert note_missed(call.pk, tries=1, by=checker).state == CallState.MISSED
        with pytest.raises(Conflict):
            self.heard(call, checker, tries=2)

    def test_a_page_out_of_date_notes_nothing(self, call, checker):
        note_missed(call.pk, tries=0, by=checker)
        with pytest.raises(Conflict) as refused:
            self.heard(call, checker)
        assert refused.value.code == "stale"

    def test_what_was_not_done_says_why_and_is_answered(self, call, checker, server):
        with pytest.raises(Invalid):
            self.heard(call, checker, really_done=False, content="no")
        assert [each.kind for each in work_items(checker, 9) if each.kind == RING] == [RING]
        self.heard(call, checker, really_done=False, content="no", words="又堵上了")
        street = holder(Role.STREET_OFFICER, COMMUNITY[:9])
        for reader in (server, street):
            assert FINDING in [each.kind for each in work_items(reader, 9)]
        assert "又堵上了" not in str(list(Entry.objects.values_list("payload", flat=True)))
        with pytest.raises(Refused):
            answer_finding(call.pk, words="我答", by=checker)
        answer_finding(call.pk, words="已上门重新疏通", by=server)
        assert FINDING not in [each.kind for each in work_items(server, 9)]
        with pytest.raises(Conflict):
            answer_finding(call.pk, words="再答", by=server)

    def test_sent_twice_it_is_noted_once(self, call, checker):
        for _turn in range(2):
            self.heard(call, checker, nonce="n" * 20)
        assert CallBack.objects.get().tries == 1

    def test_after_the_deadline_it_is_over(self, call, checker):
        with at(call.due_at):
            assert expire_callbacks() == 1
        with pytest.raises(Conflict):
            self.heard(call, checker)

    def test_somebody_without_a_role(self, call):
        with pytest.raises(Refused):
            self.heard(call, Actor(person=PersonFactory()))
