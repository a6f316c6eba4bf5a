"""Hours: prepared, marked, confirmed by another within ten working days, written once, corrected by reversal."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.scope import Scope
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.modules.volunteering.domain.claims import (
    confirm_each,
    confirm_hours,
    mark_hours,
    note_late,
    refuse_hours,
)
from jiayuan.modules.volunteering.domain.corrections import ask_correction, decide_correction
from jiayuan.modules.volunteering.domain.queries.hours import sessions_to_mark
from jiayuan.modules.volunteering.domain.volunteers import note_guardian
from jiayuan.modules.volunteering.domain.vouching import vouch_out
from jiayuan.modules.volunteering.hour_enums import ClaimState, HourSource
from jiayuan.modules.volunteering.models import Certificate, Correction, HourClaim, HourEntry, Volunteer
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.domain.repair import decide_presence, repair_presence
from jiayuan.services.gatherings.enums import Action, PresenceState, State, Way
from jiayuan.services.gatherings.models import Presence, Session
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.factories import (
    CertificateFactory,
    CorrectionFactory,
    HourEntryFactory,
    PersonFactory,
    VolunteerFactory,
)
from tests.modules.volunteering.hour import FRIDAY, charity_hour

pytestmark = pytest.mark.django_db


@pytest.fixture
def hour():
    made = charity_hour(2)
    made.was_there(0)
    made.was_there(1, minutes=45)
    return made


def marked(hour):
    with at(hour.after):
        mark_hours(hour.session.pk, by=hour.leader)
    return list(HourClaim.objects.order_by("pk").values_list("pk", flat=True))


def confirmed(hour):
    keys = marked(hour)
    with at(hour.after):
        return confirm_hours(keys, by=hour.office)


def test_what_was_given_is_prepared_marked_confirmed_and_written_once(hour):
    prepared = HourClaim.objects.order_by("pk")
    assert [(each.minutes, each.state) for each in prepared] == [(60, "prepared"), (45, "prepared")]
    entries = confirmed(hour)
    assert [each.minutes for each in entries] == [60, 45]
    assert {each.source for each in entries} == {HourSource.HOST}
    with pytest.raises(Conflict):
        confirm_hours([prepared[0].pk], by=hour.office)
    assert HourEntry.objects.count() == 2
    assert HourEntry.objects.filter(person=hour.people[0]).total() == 60
    assert "volunteering.confirm_hours" in {each.action for each in history(f"hours/{hour.people[0].pk}")}


def test_ten_working_days_of_which_holidays_are_none(hour):
    claim = HourClaim.objects.first()
    assert claim.confirm_by.date().isoformat() == "2026-03-23"
    may = charity_hour(1, starts_at=FRIDAY.replace(month=4, day=30))
    may.was_there(0)
    assert HourClaim.objects.latest("pk").confirm_by.date().isoformat() == "2026-05-19"


def test_who_marked_does_not_confirm_nor_anybody_for_themselves(hour):
    with at(hour.after):
        mark_hours(hour.session.pk, by=hour.office)
    keys = list(HourClaim.objects.values_list("pk", flat=True))
    with pytest.raises(Refused, match="marked"):
        confirm_hours(keys, by=hour.office)
    with pytest.raises(Refused):
        confirm_hours(keys, by=hour.leader)
    own = charity_hour(1, people=[hour.office.person], starts_at=FRIDAY + timedelta(days=7))
    own.was_there(0)
    with at(own.after):
        mark_hours(own.session.pk, by=own.leader)
    with pytest.raises(Refused, match="their own"):
        confirm_hours([HourClaim.objects.latest("pk").pk], by=hour.office)


def test_only_the_host_marks_and_says_why_it_counts(hour):
    with pytest.raises(Refused):
        mark_hours(hour.session.pk, by=Actor(person=hour.people[0]))
    with pytest.raises(Invalid):
        mark_hours(hour.session.pk, because="fun", by=hour.leader)
    with pytest.raises(Missing):
        mark_hours(10**6, by=hour.leader)
    with at(hour.after):
        mark_hours(hour.session.pk, because="paid", by=hour.leader)
    with at(hour.after):
        confirm_hours(list(HourClaim.objects.values_list("pk", flat=True)), by=hour.office)
    assert HourEntry.objects.count() == 2
    assert HourEntry.objects.all().total() == 0


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.PUBLISHED, "not over yet"),
        (State.RUNNING, "not over yet"),
        (State.CANCELLED, "called off"),
    ],
)
def test_only_what_was_held_and_is_over_has_hours(hour, state, said):
    Session.objects.filter(pk=hour.session.pk).update(state=state)
    with at(hour.after), pytest.raises(Conflict, match=said):
        mark_hours(hour.session.pk, by=hour.leader)
    assert {each.state for each in HourClaim.objects.all()} == {ClaimState.PREPARED}
    assert sessions_to_mark(hour.leader) == []


def test_called_off_after_some_had_come_nobody_has_hours_of_it():
    """It can be called off while it is not begun, and people may be checked in half an hour before."""
    hour = charity_hour(2, state=State.PUBLISHED)
    hour.check(0, Way.IN, -20)
    hour.check(0, Way.OUT, -5)
    assert HourClaim.objects.count() == 1
    with at(hour.session.starts_at):
        perform_action(hour.session.pk, Action.CANCEL, by=hour.leader, words="下暴雨")
    assert not HourClaim.objects.exists()
    with at(hour.after), pytest.raises(Conflict, match="called off"):
        decide_presence(Presence.objects.get().pk, was_there=False, by=hour.leader, because="没有来")


def test_with_a_token_nobody_reads_beyond_its_place_not_even_their_own(hour):
    entry = confirmed(hour)[0]
    person = entry.person
    CorrectionFactory(entry=entry)
    CertificateFactory(person=person, place=entry.place)
    VolunteerFactory(person=person, community=entry.place)
    here, elsewhere = (
        Actor(person=person, scope=Scope(frozenset({"volunteering"}), path))
        for path in (COMMUNITY, OTHER_COMMUNITY)
    )
    for model in (HourClaim, HourEntry, Correction, Certificate, Volunteer):
        assert model.objects.visible_to(Actor(person=person)).count() == 1, model
        assert model.objects.visible_to(here).count() == 1, model
        assert not model.objects.visible_to(elsewhere).exists(), model
        assert not model.objects.visible_to(Actor()).exists(), model


def test_a_presence_put_right_before_the_confirmation_is_claimed_anew(hour):
    marked(hour)
    sign_up = hour.sign_ups[0]
    with at(hour.after):
        repair_presence(
            sign_up.pk, in_at=hour.session.starts_at, out_at=hour.session.starts_at + timedelta(minutes=30),
            because="提前离开", by=hour.leader,
        )  # fmt: skip
    claim = HourClaim.objects.get(person=sign_up.person)
    assert (claim.minutes, claim.state, claim.source) == (30, ClaimState.PREPARED, HourSource.REPAIR)


def test_a_presence_is_not_put_right_once_hours_are_confirmed(hour):
    confirmed(hour)
    with at(hour.after), pytest.raises(Conflict, match="confirmed already"):
        repair_presence(
            hour.sign_ups[0].pk, in_at=hour.session.starts_at,
            out_at=hour.session.starts_at + timedelta(minutes=30), because="提前离开", by=hour.leader,
        )  # fmt: skip
    assert HourEntry.objects.get(person=hour.people[0]).minutes == 60


def test_of_many_that_are_confirmed_the_one_that_cannot_be_is_named(hour):
    HourEntryFactory(
        person=hour.people[1], starts_at=hour.session.starts_at, ends_at=hour.session.ends_at, words="陪诊"
    )
    with pytest.raises(Invalid, match=hour.people[1].name) as refused:
        confirm_hours(marked(hour), by=hour.office)
    assert "陪诊" in str(refused.value)
    assert HourEntry.objects.count() == 1


def test_one_that_cannot_be_confirmed_holds_up_nobody(hour):
    """The first is confirmed, the other waits with the reason; once it is put right it is confirmed as well."""
    there = {"starts_at": hour.session.starts_at, "ends_at": hour.session.ends_at}
    other = HourEntryFactory(person=hour.people[1], words="陪诊", **there)
    keys = marked(hour)
    done = confirm_each(keys, by=hour.office)
    assert [each.person_id for each in done.entries] == [hour.people[0].pk]
    assert [(name, "陪诊" in str(error)) for name, error in done.held] == [(hour.people[1].name, True)]
    assert list(HourClaim.objects.order_by("pk").values_list("state", flat=True)) == ["confirmed", "marked"]
    HourEntryFactory(
        person=other.person,
        reverses=other,
        minutes=-other.minutes,
        starts_at=other.starts_at,
        ends_at=other.ends_at,
    )
    again = confirm_each(keys[1:], by=hour.office)
    assert (len(again.entries), list(again.held)) == (1, [])
    with pytest.raises(Refused):
        confirm_each(keys, by=hour.leader)


def test_a_minor_s_hours_wait_for_the_guardian_s_word(hour):
    """Signed up first, and only then registered as under age: what rules ask at the sign-up passed."""
    child = VolunteerFactory(person=hour.people[1], born=f"{now().year - 14}-05")
    keys = marked(hour)
    held = confirm_each(keys, by=hour.office).held
    assert [name for name, _error in held] == [hour.people[1].name]
    assert "guardian" in str(held[0][1])
    note_guardian(child.pk, manner="spoken", by=hour.office)
    assert len(confirm_each(keys[1:], by=hour.office).entries) == 1


def test_refused_with_a_reason(hour):
    first, _second = marked(hour)
    with pytest.raises(Invalid):
        refuse_hours(first, reason=" ", by=hour.office)
    assert refuse_hours(first, reason="不在现场", by=hour.office).state == ClaimState.REFUSED
    with pytest.raises(Conflict):
        confirm_hours([first], by=hour.office)
    assert not HourEntry.objects.exists()


def test_late_is_told_once(hour):
    marked(hour)
    with at(hour.after + timedelta(days=10)):
        assert note_late() == 0
    with at(hour.after + timedelta(days=20)):
        assert (note_late(), note_late()) == (2, 0)


def test_nobody_is_in_two_places(hour):
    confirmed(hour)
    other = charity_hour(1, people=[hour.people[0]], starts_at=FRIDAY + timedelta(minutes=30))
    other.was_there(0)
    with at(other.after):
        mark_hours(other.session.pk, by=other.leader)
        with pytest.raises(Invalid, match="18:00") as refused:
            confirm_hours([HourClaim.objects.latest("pk").pk], by=other.office)
    assert "19:30" in str(refused.value)


def test_a_day_has_its_bounds(hour, settings):
    settings.HOURS_A_DAY = 1
    confirmed(hour)
    later = charity_hour(1, people=[hour.people[0]], starts_at=FRIDAY + timedelta(hours=2))
    later.was_there(0, minutes=10)
    with at(later.after):
        mark_hours(later.session.pk, by=later.leader)
        with pytest.raises(Invalid) as refused:
            confirm_hours([HourClaim.objects.latest("pk").pk], by=later.office)
    assert "60" in str(refused.value.remedy)


def test_a_correction_is_decided_by_another_and_reverses(hour):
    entry, _other = confirmed(hour)
    own = Actor(person=hour.people[0])
    with pytest.raises(Refused):
        ask_correction(entry.pk, minutes=30, words="多记了", by=Actor(person=hour.people[1]))
    for minutes in (60, -1, 2000):
        with pytest.raises(Invalid):
            ask_correction(entry.pk, minutes=minutes, words="多记了", by=own)
    asked = ask_correction(entry.pk, minutes=30, words="多记了半小时", by=own)
    with pytest.raises(Conflict):
        ask_correction(entry.pk, minutes=20, words="多记了", by=own)
    with pytest.raises(Refused):
        decide_correction(asked.pk, grant=True, reason="", by=own)
    decide_correction(asked.pk, grant=True, reason="", by=hour.office)
    rows = HourEntry.objects.filter(person=hour.people[0]).order_by("pk")
    assert [each.minutes for each in rows] == [60, -60, 30]
    assert rows.total() == 30
    assert [each.minutes for each in rows.standing()] == [30]
    with pytest.raises(Conflict):
        decide_correction(asked.pk, grant=True, reason="", by=hour.office)
    with pytest.raises(Conflict, match="reversed"):
        ask_correction(entry.pk, minutes=10, words="再改", by=own)
    again = ask_correction(rows.last().pk, minutes=0, words="没有参加", by=own)
    decide_correction(again.pk, grant=True, reason="", by=hour.office)
    assert (rows.total(), rows.standing().count()) == (0, 0)


def test_declined_with_a_reason_it_stays(hour):
    entry, _other = confirmed(hour)
    asked = ask_correction(entry.pk, minutes=50, words="少记", by=Actor(person=hour.people[0]))
    with pytest.raises(Invalid):
        decide_correction(asked.pk, grant=False, reason="", by=hour.office)
    decide_correction(asked.pk, grant=False, reason="签退记录为准", by=hour.office)
    assert HourEntry.objects.filter(person=hour.people[0]).total() == 60


def test_more_than_was_there_is_not_granted(hour):
    _first, entry = confirmed(hour)
    asked = ask_correction(entry.pk, minutes=70, words="少记", by=Actor(person=hour.people[1]))
    with pytest.raises(Invalid):
        decide_correction(asked.pk, grant=True, reason="", by=hour.office)


def test_entries_are_never_changed_not_even_past_the_models():
    entry = HourEntryFactory()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        HourEntry.objects.update(minutes=1)
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE volunteering_hourentry SET minutes = 999")


def test_two_who_were_there_put_a_forgotten_check_out_right():
    hour = charity_hour(4)
    for index in range(3):
        hour.check(index, Way.IN, 0)
    presence = hour.sign_ups[0].presence
    left = hour.session.starts_at + timedelta(minutes=50)
    one, two, absent = (Actor(person=hour.people[index]) for index in (1, 2, 3))
    with at(hour.after):
        for stranger in (absent, Actor(person=hour.people[0]), Actor(person=PersonFactory())):
            with pytest.raises(Refused):
                vouch_out(presence.pk, left, by=stranger)
        with pytest.raises(Invalid):
            vouch_out(presence.pk, hour.session.ends_at + timedelta(hours=2), by=one)
        assert vouch_out(presence.pk, left, by=one).out_at is None
        said = history(hour.session.stream).get(action="volunteering.vouch")
        assert (said.actor_id, said.on_behalf_of_id) == (one.pk, hour.people[0].pk)
        with pytest.raises(Conflict):
            vouch_out(presence.pk, left, by=one)
        done = vouch_out(presence.pk, left + timedelta(minutes=5), by=two)
        assert done.out_at == left
    claim = HourClaim.objects.get()
    assert (claim.minutes, claim.source) == (50, HourSource.REPAIR)
    with at(hour.after), pytest.raises(Conflict):
        vouch_out(presence.pk, left, by=two)


def test_of_whom_the_host_has_not_confirmed_nobody_says_when_they_left():
    hour = charity_hour(2)
    for index in range(2):
        hour.check(index, Way.IN, 0)
    Presence.objects.filter(sign_up=hour.sign_ups[0]).update(state=PresenceState.PENDING)
    with at(hour.after), pytest.raises(Conflict):
        vouch_out(hour.sign_ups[0].presence.pk, hour.session.ends_at, by=Actor(person=hour.people[1]))


@settings(max_examples=15, deadline=None)
@given(wanted=st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=6))
def test_the_sum_of_a_person_is_the_sum_of_their_entries_whatever_is_corrected(wanted):
    with transaction.atomic():
        hour = charity_hour(1)
        hour.was_there(0)
        confirmed(hour)
        rows = HourEntry.objects.filter(person=hour.people[0])
        for minutes in wanted:
            standing = rows.standing().first()
            if standing is None or standing.minutes == minutes:
                continue
            asked = ask_correction(
                standing.pk, minutes=minutes, words="核对", by=Actor(person=hour.people[0])
            )
            decide_correction(asked.pk, grant=True, reason="", by=hour.office)
        assert (
            rows.total()
            == sum(each.minutes for each in rows)
            == sum(each.minutes for each in rows.standing())
        )
        transaction.set_rollback(True)
