"""Signing up, waiting, moving up, giving back."""

from datetime import timedelta

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.domain.consent import record_consent
from jiayuan.services.gatherings.domain.amend import change_seats
from jiayuan.services.gatherings.domain.clockwork import lapse_offers
from jiayuan.services.gatherings.domain.leave import accept_offer, cancel_sign_up, is_late_to_leave
from jiayuan.services.gatherings.domain.move_up import move_up
from jiayuan.services.gatherings.domain.sign_up import SignUpDraft, sign_up
from jiayuan.services.gatherings.enums import State
from jiayuan.services.gatherings.kinds import GatheringKind, Need, Unmet, kinds, needs
from jiayuan.services.gatherings.models import SignUp
from jiayuan.services.gatherings.rules import HOST
from tests.factories import SessionRoleFactory
from tests.services.gatherings.scene import (
    CANCELLED,
    FRIDAY,
    HELD,
    LAPSED,
    OFFERED,
    THURSDAY,
    WAITING,
    gathering,
    host,
    join,
    resident,
    states,
    taken,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thursday():
    with at(THURSDAY):
        yield


class TestSeats:
    def test_they_go_to_who_comes_first_and_then_there_is_a_list(self):
        role = gathering(2)
        for _turn in range(4):
            join(role)
        assert states(role) == [HELD, HELD, WAITING, WAITING]
        assert taken(role) == [1, 2]

    def test_sent_twice_is_signed_up_once(self):
        role, who = gathering(2), resident()
        first, second = join(role, who, "小李", nonce="n1"), join(role, who, "小李", nonce="n1")
        assert first.pk == second.pk
        assert states(role) == [HELD, HELD]

    def test_the_seat_of_who_leads_is_given_by_the_host(self):
        """Whoever has it runs the gathering: nobody makes themselves its host."""
        role, who, worker = gathering(2), resident(), host()
        role.leads = True
        role.save()
        row = join(role, who)
        assert (row.state, may(who, HOST, role.session).allowed) == (WAITING, False)
        change_seats(role.pk, 3, by=worker)
        assert states(role) == [WAITING]
        move_up(row.pk, by=worker)
        assert (states(role), may(who, HOST, role.session).allowed) == ([HELD], True)
        join(role)
        cancel_sign_up(row.pk, by=who)
        assert states(role) == [CANCELLED, WAITING]
        assert join(role, worker).state == HELD

    def test_nobody_is_there_twice(self):
        role, who = gathering(2), resident()
        join(role, who)
        other = SessionRoleFactory(session=role.session, seats=3)
        for each in (role, other):
            with pytest.raises(Conflict) as refused:
                join(each, who)
            assert refused.value.code == "signed-up"

    def test_a_group_gets_its_seats_together_or_waits_together(self):
        role = gathering(4)
        join(role, None, "小李", "小王")
        join(role, None, "小张")
        assert states(role) == [HELD, HELD, HELD, WAITING, WAITING]
        join(role)
        assert taken(role) == [1, 2, 3, 4]

    def test_a_group_is_not_larger_than_a_table_and_everybody_has_a_name(self):
        role = gathering(20)
        for companions in (["小李"] * 8, [" "]):
            with pytest.raises(Invalid) as refused:
                join(role, None, *companions)
            assert refused.value.field == "companions"
        assert states(role) == []

    def test_the_ledger_says_who_and_what_became_of_it(self):
        role, who = gathering(1), resident()
        row = join(role, who)
        entry = Entry.objects.get(stream_id=role.session.stream)
        assert (entry.action, entry.actor_id) == ("gatherings.sign_up", who.pk)
        assert entry.payload["after"] == {"sign_ups": [row.pk], "role": role.pk, "state": "held"}


class TestWho:
    def test_a_visitor_is_asked_to_sign_in(self):
        with pytest.raises(Refused):
            join(gathering(), Actor())

    def test_what_is_not_published_is_not_there_for_residents(self):
        role = gathering(state=State.DRAFT)
        with pytest.raises(Refused):
            join(role)
        with pytest.raises(Refused):
            join(role, host())
        with pytest.raises(Missing):
            sign_up(SignUpDraft(0), by=resident())

    @pytest.mark.parametrize(
        ("state", "code"), [(State.CANCELLED, "called-off"), (State.CLOSED, "over"), (State.FILED, "over")]
    )
    def test_what_is_over_takes_nobody(self, state, code):
        with pytest.raises(Conflict) as refused:
            join(gathering(state=state))
        assert refused.value.code == code

    def test_nor_does_what_nobody_closed(self):
        role = gathering()
        with at(FRIDAY + timedelta(hours=1)), pytest.raises(Conflict) as refused:
            join(role)
        assert refused.value.code == "over"

    def test_age_is_asked_and_not_kept(self):
        role, who = gathering(), resident()
        role.min_age = 18
        role.save()
        with pytest.raises(Invalid) as refused:
            join(role, who)
        assert refused.value.field == "age"
        assert sign_up(SignUpDraft(role.pk, says_old_enough=True), by=who).has_seats

    def test_a_worker_signs_up_somebody_who_agreed(self):
        role, worker, grandmother = gathering(), host(), resident()
        consent = record_consent(
            helper=worker, purpose="报名", manner="spoken", beneficiary=grandmother.person
        )
        row = sign_up(SignUpDraft(role.pk, consent=consent), by=worker).rows[0]
        assert (row.person, row.entered_by) == (grandmother.person, worker.person)
        assert Entry.objects.get(action="gatherings.sign_up").on_behalf_of_id == grandmother.pk
        with pytest.raises(Refused):
            sign_up(SignUpDraft(role.pk, consent=consent), by=host())

    def test_a_role_asks_for_what_its_module_knows(self, monkeypatch):
        role, who = gathering(), resident()
        role.session.kind = "test"
        role.session.save()
        role.needs = ["nurse"]
        role.save()
        monkeypatch.setattr(kinds, "_entries", dict(kinds._entries))
        monkeypatch.setattr(needs, "_entries", dict(needs._entries))
        with pytest.raises(Refused):
            join(role, who)
        kinds.add("test", GatheringKind("test", "试", needs=["nurse"]))
        unmet = {who.pk: Unmet("需要护士证", "请先登记")}
        needs.add("nurse", Need("nurse", "护士", lambda person, _session: unmet.get(person.pk)))
        with pytest.raises(Refused, match="需要护士证"):
            join(role, who)
        unmet.clear()
        assert join(role, who).state == HELD


class TestTime:
    def test_nobody_is_in_two_places_at_once(self):
        who, here = resident(), gathering(title="清理小院")
        there = gathering(starts_at=FRIDAY + timedelta(minutes=59), title="老兵讲故事")
        join(here, who)
        with pytest.raises(Conflict) as refused:
            join(there, who)
        assert refused.value.code == "overlap"
        assert "清理小院" in str(refused.value)
        assert "18:00至19:00" in str(refused.value)
        assert "18:59至19:59" in str(refused.value)

    def test_one_may_go_on_to_the_next(self):
        who = resident()
        join(gathering(), who)
        assert join(gathering(starts_at=FRIDAY + timedelta(hours=1)), who).state == HELD

    def test_across_midnight_too(self):
        who = resident()
        join(gathering(starts_at=FRIDAY + timedelta(hours=5), minutes=180), who)
        with pytest.raises(Conflict) as refused:
            join(gathering(starts_at=FRIDAY + timedelta(hours=7)), who)
        assert "11月6日（周五）23:00至11月7日（周六）02:00" in str(refused.value)

    def test_one_may_wait_in_two_queues_and_take_one_seat(self):
        who, here, there = resident(), gathering(1), gathering(1)
        holders = [join(here), join(there)]
        waiting = [join(here, who), join(there, who)]
        for each in holders:
            cancel_sign_up(each.pk, by=Actor(person=each.person))
        assert [SignUp.objects.get(pk=each.pk).state for each in waiting] == [OFFERED, WAITING]
        accept_offer(waiting[0].pk, by=who)
        assert [SignUp.objects.get(pk=each.pk).state for each in waiting] == [HELD, WAITING]


class TestWaitingList:
    def crowd(self, seats, waiting):
        role = gathering(seats)
        return role, [join(role) for _turn in range(seats + waiting)]

    def test_a_seat_given_back_is_offered_to_the_first_in_line_and_kept_for_a_while(self):
        role, rows = self.crowd(1, 2)
        cancel_sign_up(rows[0].pk, by=Actor(person=rows[0].person))
        assert states(role) == [CANCELLED, OFFERED, WAITING]
        offered = SignUp.objects.get(pk=rows[1].pk)
        assert offered.offered_until == THURSDAY + timedelta(minutes=120)
        accept_offer(offered.pk, by=Actor(person=offered.person))
        assert states(role) == [CANCELLED, HELD, WAITING]
        actions = Entry.objects.filter(stream_id=role.session.stream).order_by("number")
        assert list(actions.values_list("action", flat=True))[-3:] == [
            "gatherings.leave",
            "gatherings.offer",
            "gatherings.accept",
        ]

    def test_an_offer_that_runs_out_goes_to_the_next(self):
        role, rows = self.crowd(1, 2)
        cancel_sign_up(rows[0].pk, by=Actor(person=rows[0].person))
        assert lapse_offers() == 0
        with at(THURSDAY + timedelta(minutes=121)):
            with pytest.raises(Conflict) as refused:
                accept_offer(rows[1].pk, by=Actor(person=rows[1].person))
            assert refused.value.code == "lapsed"
            assert lapse_offers() == 1
            assert states(role) == [CANCELLED, LAPSED, OFFERED]
            assert lapse_offers() == 0

    def test_shortly_before_the_start_the_seat_is_theirs_at_once(self):
        role, rows = self.crowd(1, 1)
        with at(FRIDAY - timedelta(minutes=90)):
            cancel_sign_up(rows[0].pk, by=Actor(person=rows[0].person))
        assert states(role) == [CANCELLED, HELD]
        assert Entry.objects.filter(action="gatherings.move_up").count() == 1

    def test_after_the_start_nobody_is_called_any_more(self):
        role, rows = self.crowd(1, 1)
        with at(FRIDAY + timedelta(minutes=1)):
            cancel_sign_up(rows[0].pk, by=Actor(person=rows[0].person))
        assert states(role) == [CANCELLED, WAITING]

    def test_a_group_waits_for_room_for_all_and_holds_up_nobody(self):
        role = gathering(2)
        first, second = join(role), join(role)
        join(role, None, "小李")
        join(role)
        cancel_sign_up(first.pk, by=Actor(person=first.person))
        assert states(role) == [CANCELLED, HELD, WAITING, WAITING, OFFERED]
        cancel_sign_up(second.pk, by=Actor(person=second.person))
        assert states(role) == [CANCELLED, CANCELLED, WAITING, WAITING, OFFERED]
        change_seats(role.pk, 3, by=host())
        assert states(role) == [CANCELLED, CANCELLED, OFFERED, OFFERED, OFFERED]

    def test_fewer_seats_only_down_to_what_is_taken(self):
        role, rows = self.crowd(4, 0)
        cancel_sign_up(rows[0].pk, by=Actor(person=rows[0].person))
        with pytest.raises(Conflict, match="3"):
            change_seats(role.pk, 2, by=host())
        change_seats(role.pk, 3, by=host())
        assert taken(role) == [1, 2, 3]
        for number in (0, -1, 10**9):
            with pytest.raises(Invalid) as refused:
                change_seats(role.pk, number, by=host())
            assert refused.value.field == "seats"
        with pytest.raises(Refused):
            change_seats(role.pk, 9, by=resident())


class TestLeaving:
    def test_only_who_it_belongs_to_and_the_host(self):
        role, who = gathering(), resident()
        row = join(role, who, "小李")
        with pytest.raises(Refused):
            cancel_sign_up(row.pk, by=resident())
        with pytest.raises(Missing):
            cancel_sign_up(0, by=who)
        cancel_sign_up(row.pk, by=host())
        assert states(role) == [CANCELLED, HELD]
        with pytest.raises(Conflict) as refused:
            cancel_sign_up(row.pk, by=who)
        assert refused.value.code == "ended"

    def test_a_group_leaves_together_where_it_wants_to(self):
        role, who = gathering(), resident()
        row = join(role, who, "小李")
        assert len(cancel_sign_up(row.pk, by=who, whole_group=True)) == 2
        assert taken(role) == []

    def test_late_is_said_and_not_punished(self):
        role, who = gathering(), resident()
        row = join(role, who)
        with at(FRIDAY - timedelta(minutes=119)):
            assert is_late_to_leave(role.session)
            cancel_sign_up(row.pk, by=who)
            assert Entry.objects.get(action="gatherings.leave").payload["after"]["late"] is True
            assert join(role, who).state == HELD

    def test_an_offer_is_for_who_it_was_made_to(self):
        role = gathering(1)
        first, second = join(role), join(role)
        cancel_sign_up(first.pk, by=Actor(person=first.person))
        with pytest.raises(Refused):
            accept_offer(second.pk, by=resident())
        accept_offer(second.pk, by=Actor(person=second.person))
        with pytest.raises(Conflict) as refused:
            accept_offer(second.pk, by=Actor(person=second.person))
        assert refused.value.code == "held"
