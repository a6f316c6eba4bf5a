"""Checking in and out, with and without network; codes passed on; putting right; walk-ins and who they are."""

from datetime import timedelta

import pytest
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.gatherings.codes import code_of, step_of
from jiayuan.services.gatherings.domain.clockwork import lapse_offers
from jiayuan.services.gatherings.domain.leave import cancel_sign_up
from jiayuan.services.gatherings.domain.merging import merge_walk_in
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.domain.presence import Scan, check_by_code, check_by_host, distance
from jiayuan.services.gatherings.domain.repair import decide_presence, repair_presence
from jiayuan.services.gatherings.domain.walk_ins import add_walk_in
from jiayuan.services.gatherings.enums import Action, PresenceSource, PresenceState, State, Way, Within
from jiayuan.services.gatherings.kinds import GatheringKind, kinds
from jiayuan.services.gatherings.limits import REPAIR_UNTIL
from jiayuan.services.gatherings.models import Presence, SignUp
from tests.factories import SessionRoleFactory, SignUpFactory
from tests.services.gatherings.scene import (
    CANCELLED,
    FRIDAY,
    OFFERED,
    THURSDAY,
    WALKED_IN,
    gathering,
    host,
    join,
    resident,
    states,
)

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def _thursday():
    with at(THURSDAY):
        yield


def scan(role, moment, way=Way.IN, nonce=None, **point):
    code = code_of(bytes(role.session.secret), way, step_of(moment))
    return Scan(way, code, nonce or f"{way} {moment} {code}", **point)


def check(role, who, moment, way=Way.IN, **more):
    """Scan the code shown at this moment, with a network."""
    with at(moment):
        return check_by_code(role.session.pk, scan(role, moment, way, **more), by=who)


def replay(role, who, shown, sent, *, way=Way.IN, nonce=None):
    """Scan without a network; the phone sends it later."""
    with at(sent), coming_from(Source.OFFLINE):
        return check_by_code(role.session.pk, scan(role, shown, way, nonce), by=who)


class TestByCode:
    def test_in_and_out_count_whole_minutes(self):
        role, who = gathering(), resident()
        join(role, who)
        check(role, who, FRIDAY + 90 * MINUTE / 60)
        held = check(role, who, FRIDAY + HOUR, Way.OUT)
        assert (held.in_source, held.out_source, held.minutes) == (PresenceSource.QR, PresenceSource.QR, 58)
        actions = Entry.objects.filter(stream_id=role.session.stream).order_by("number")
        assert list(actions.values_list("action", flat=True))[-2:] == [
            "gatherings.check_in",
            "gatherings.check_out",
        ]

    def test_twice_keeps_the_first_in_and_takes_the_last_out(self):
        role, who = gathering(), resident()
        join(role, who)
        check(role, who, FRIDAY)
        check(role, who, FRIDAY + 10 * MINUTE)
        check(role, who, FRIDAY + 30 * MINUTE, Way.OUT)
        assert check(role, who, FRIDAY + HOUR, Way.OUT).minutes == 60
        assert check(role, who, FRIDAY + HOUR, Way.OUT, nonce="again").minutes == 60

    def test_a_phone_whose_clock_is_wrong_by_an_hour_makes_no_difference(self):
        """Nothing of the phone's clock is asked: the code and the server's clock are."""
        role, who = gathering(), resident()
        join(role, who)
        with at(FRIDAY), coming_from(Source.PHONE, entered=FRIDAY + HOUR):
            held = check_by_code(role.session.pk, scan(role, FRIDAY), by=who)
        assert held.in_at == FRIDAY

    def test_a_photographed_code_dies_after_a_minute(self):
        role, who = gathering(), resident()
        join(role, who)
        passed_on = scan(role, FRIDAY)
        with at(FRIDAY + 59 * MINUTE / 60):
            assert check_by_code(role.session.pk, passed_on, by=who).state == PresenceState.SURE
        with at(FRIDAY + MINUTE), pytest.raises(Invalid) as refused:
            check_by_code(role.session.pk, scan(role, FRIDAY, nonce="other"), by=resident())
        assert (refused.value.field, refused.value.code) == ("code", "run-out")

    @pytest.mark.parametrize("moment", [FRIDAY - 31 * MINUTE, FRIDAY + HOUR + 31 * MINUTE])
    def test_only_around_the_time(self, moment):
        role, who = gathering(), resident()
        join(role, who)
        with pytest.raises(Conflict) as refused:
            check(role, who, moment)
        assert refused.value.code == "not-now"

    def test_early_and_late_count_for_half_an_hour(self):
        role, who = gathering(), resident()
        join(role, who)
        check(role, who, FRIDAY - 30 * MINUTE)
        assert check(role, who, FRIDAY + 90 * MINUTE, Way.OUT).minutes == 120

    def test_who_waited_or_did_not_sign_up_has_come_too(self):
        role, waiting, stranger = gathering(1), resident(), resident()
        join(role)
        join(role, waiting)
        check(role, waiting, FRIDAY)
        check(role, stranger, FRIDAY)
        assert states(role) == ["held", WALKED_IN, WALKED_IN]
        with pytest.raises(Conflict) as refused:
            check(role, resident(), FRIDAY, Way.OUT)
        assert refused.value.code == "not-in"

    @pytest.mark.parametrize("enter", ["host", "repair"])
    def test_whom_the_host_enters_from_the_waiting_list_is_there_to_the_end(self, enter):
        role, worker = gathering(1), host()
        join(role)
        row = join(role)
        with at(FRIDAY + MINUTE):
            perform_action(role.session.pk, Action.OPEN, by=worker)
            if enter == "host":
                check_by_host(row.pk, Way.IN, by=worker)
            else:
                repair_presence(row.pk, in_at=FRIDAY, out_at=None, because="没来得及扫码", by=worker)
        with at(FRIDAY + HOUR):
            perform_action(role.session.pk, Action.CLOSE, by=worker)
            assert states(role) == ["held", WALKED_IN]
            assert check_by_host(row.pk, Way.OUT, by=worker).minutes

    def test_an_offer_does_not_run_out_for_who_is_there(self):
        role, worker, first = gathering(1, hold_minutes=10), host(), resident()
        had = join(role, first)
        row = join(role)
        with at(FRIDAY - 25 * MINUTE):
            cancel_sign_up(had.pk, by=first)
            assert states(role) == [CANCELLED, OFFERED]
            check_by_host(row.pk, Way.IN, by=worker)
        with at(FRIDAY):
            assert lapse_offers() == 0
        assert states(role) == [CANCELLED, WALKED_IN]

    def test_nobody_slips_into_a_role_that_asks_for_something(self):
        role = gathering()
        role.needs = ["nurse"]
        role.save()
        SessionRoleFactory(session=role.session, leads=True)
        with pytest.raises(Invalid) as refused:
            check(role, resident(), FRIDAY)
        assert refused.value.field == "role"

    def test_signed_in_and_where_it_takes_place(self):
        role = gathering()
        with pytest.raises(Refused):
            check(role, Actor(), FRIDAY)
        with pytest.raises(Missing):
            check_by_code(0, scan(role, FRIDAY), by=resident())
        called_off = gathering(state=State.CANCELLED)
        with pytest.raises(Conflict) as refused:
            check(called_off, resident(), FRIDAY)
        assert refused.value.code == "called-off"

    def test_of_the_place_only_the_answer_is_kept(self):
        role = gathering(latitude=37.86, longitude=112.57, checks_place=True)
        here, there, silent = resident(), resident(), resident()
        assert check(role, here, FRIDAY, latitude=37.8605, longitude=112.5705).in_within == Within.YES
        assert check(role, there, FRIDAY, latitude=37.87, longitude=112.57).in_within == Within.NO
        assert check(role, silent, FRIDAY).in_within == Within.UNKNOWN
        assert distance((37.86, 112.57), (37.87, 112.57)) == pytest.approx(1112, abs=1)


class TestWithoutNetwork:
    def test_the_code_proves_the_time(self):
        role, who = gathering(), resident()
        join(role, who)
        held = replay(role, who, FRIDAY + 17 * MINUTE, FRIDAY + 25 * MINUTE)
        assert (held.in_at, held.in_source) == (FRIDAY + 17 * MINUTE, PresenceSource.OFFLINE)
        assert held.state == PresenceState.SURE

    def test_what_comes_late_waits_for_the_host(self):
        role, who, worker = gathering(), resident(), host()
        join(role, who)
        held = replay(role, who, FRIDAY, FRIDAY + 3 * HOUR)
        held = replay(role, who, FRIDAY + HOUR, FRIDAY + 3 * HOUR, way=Way.OUT)
        assert (held.state, held.minutes) == (PresenceState.PENDING, None)
        with pytest.raises(Refused):
            decide_presence(held.pk, was_there=True, by=who)
        assert decide_presence(held.pk, was_there=True, by=worker).minutes == 60
        with pytest.raises(Conflict):
            decide_presence(held.pk, was_there=True, by=worker)
        with pytest.raises(Invalid) as refused:
            decide_presence(held.pk, was_there=False, by=worker)
        assert refused.value.field == "because"
        held = decide_presence(held.pk, was_there=False, by=worker, because="没有来")
        assert (held.state, held.minutes) == (PresenceState.DENIED, None)
        with pytest.raises(Conflict) as denied:
            check(role, who, FRIDAY + HOUR, Way.OUT, nonce="later")
        assert denied.value.code == "denied"

    def test_once_is_once(self):
        role, who = gathering(), resident()
        join(role, who)
        first = replay(role, who, FRIDAY, FRIDAY + 5 * MINUTE, nonce="n1")
        assert replay(role, who, FRIDAY, FRIDAY + 40 * HOUR, nonce="n1").pk == first.pk
        assert Entry.objects.filter(action="gatherings.check_in").count() == 1

    def test_two_days_after_the_end_it_is_too_late(self):
        role, who = gathering(), resident()
        join(role, who)
        with pytest.raises(Conflict) as refused:
            replay(role, who, FRIDAY, FRIDAY + 50 * HOUR)
        assert refused.value.code == "too-late"

    def test_a_code_that_was_never_shown(self):
        role, who = gathering(), resident()
        join(role, who)
        for shown in (FRIDAY - HOUR, FRIDAY + 5 * HOUR):
            with pytest.raises(Invalid) as refused:
                replay(role, who, shown, FRIDAY + 6 * HOUR)
            assert refused.value.field == "code"


class TestByHost:
    def test_the_host_enters_who_came_and_went(self):
        role, worker = gathering(), host()
        row = join(role)
        with at(FRIDAY + 5 * MINUTE):
            check_by_host(row.pk, Way.IN, by=worker, nonce="n1")
            assert check_by_host(row.pk, Way.IN, by=worker, nonce="n1").in_source == PresenceSource.HOST
        with at(FRIDAY + 2 * HOUR):
            with pytest.raises(Invalid) as refused:
                check_by_host(row.pk, Way.OUT, by=worker, at=FRIDAY + 100 * MINUTE)
            assert refused.value.field == "at"
            assert check_by_host(row.pk, Way.OUT, by=worker, at=FRIDAY + HOUR).minutes == 55
            with pytest.raises(Refused):
                check_by_host(row.pk, Way.OUT, by=resident())

    def test_a_forgotten_check_out_is_put_right_and_said(self):
        role, worker = gathering(), host()
        row = join(role)
        with at(FRIDAY):
            check_by_host(row.pk, Way.IN, by=worker)
        with at(FRIDAY + 5 * HOUR):
            held = repair_presence(
                row.pk, in_at=FRIDAY, out_at=FRIDAY + 50 * MINUTE, because="忘了签退", by=worker
            )
            assert (held.minutes, held.out_source) == (50, PresenceSource.REPAIR)
            payload = Entry.objects.get(action="gatherings.repair").payload
            assert (payload["before"]["out_at"], payload["after"]["because"]) == (None, "忘了签退")
            for field, changes in (
                ("out_at", {"out_at": FRIDAY - MINUTE}),
                ("in_at", {"in_at": FRIDAY - HOUR}),
                ("because", {"because": ""}),
            ):
                given = {"in_at": FRIDAY, "out_at": FRIDAY + HOUR, "because": "补"} | changes
                with pytest.raises(Invalid) as refused:
                    repair_presence(row.pk, by=worker, **given)
                assert refused.value.field == field

    def test_what_follows_is_the_modules_business(self, monkeypatch):
        seen, role, worker = [], gathering(kind="hours"), host()
        monkeypatch.setattr(kinds, "_entries", dict(kinds._entries))
        told = lambda presence, entry: seen.append((presence.minutes, entry.action))  # noqa: E731
        kinds.add("hours", GatheringKind("hours", "时", after_presence=told))
        row = join(role)
        with at(FRIDAY + HOUR):
            check_by_host(row.pk, Way.IN, by=worker, at=FRIDAY)
            check_by_host(row.pk, Way.OUT, by=worker)
            decide_presence(Presence.objects.get().pk, was_there=False, by=worker, because="没有来")
        assert seen == [(60, "gatherings.check_out"), (None, "gatherings.deny")]

    def test_what_is_filed_can_be_put_right_for_a_month(self):
        role, worker = gathering(state=State.FILED), host()
        row = SignUpFactory(role=role, session=role.session)
        ends_at = role.session.ends_at

        def repair():
            repair_presence(row.pk, in_at=FRIDAY, out_at=ends_at, because="补录", by=worker)

        with at(ends_at + REPAIR_UNTIL):
            repair()
        with at(ends_at + REPAIR_UNTIL + timedelta(minutes=1)):
            with translation.override("en"), pytest.raises(Conflict, match="until Sun 6 December") as refused:
                repair()
            assert refused.value.code == "too-late"
            with pytest.raises(Conflict):
                decide_presence(Presence.objects.get().pk, was_there=False, by=worker, because="没有来")
            with pytest.raises(Conflict):
                check_by_host(row.pk, Way.OUT, by=worker, at=ends_at)


class TestWalkIns:
    def test_by_name_or_by_phone(self):
        role, worker, who = gathering(), host(), resident()
        named = add_walk_in(role.session.pk, name="王大爷", by=worker, nonce="n1")
        assert add_walk_in(role.session.pk, name="王大爷", by=worker, nonce="n1") == named
        known = add_walk_in(role.session.pk, phone=who.person.phone.removeprefix("+86"), by=worker)
        assert (named.name, known.person) == ("王大爷", who.person)
        with pytest.raises(Conflict) as refused:
            add_walk_in(role.session.pk, phone=who.person.phone, by=worker)
        assert refused.value.code == "signed-up"
        for field, given in (("name", {}), ("phone", {"phone": "12"})):
            with pytest.raises(Invalid) as named_field:
                add_walk_in(role.session.pk, by=worker, **given)
            assert named_field.value.field == field
        with pytest.raises(Refused):
            add_walk_in(role.session.pk, name="王大爷", by=resident())
        with pytest.raises(Conflict):
            add_walk_in(gathering(state=State.CANCELLED).session.pk, name="王大爷", by=worker)

    def test_a_name_becomes_a_person(self):
        role, worker, who = gathering(), host(), resident()
        row = add_walk_in(role.session.pk, name="王大爷", by=worker)
        assert merge_walk_in(row.pk, who.person, by=worker).person == who.person
        assert Entry.objects.get(action="gatherings.merge").on_behalf_of_id == who.pk
        with pytest.raises(Conflict) as refused:
            merge_walk_in(row.pk, who.person, by=worker)
        assert refused.value.code == "known"

    def test_what_was_entered_goes_to_the_sign_up_they_had(self):
        role, worker, who = gathering(), host(), resident()
        own = join(role, who)
        row = add_walk_in(role.session.pk, name="王大爷", by=worker)
        with at(FRIDAY):
            check_by_host(row.pk, Way.IN, by=worker)
        assert merge_walk_in(row.pk, who.person, by=worker).pk == own.pk
        assert Presence.objects.get().sign_up_id == own.pk
        assert SignUp.objects.get(pk=row.pk).state == CANCELLED

    def test_two_that_were_both_there_are_not_one(self):
        role, worker, who = gathering(), host(), resident()
        own, row = join(role, who), add_walk_in(role.session.pk, name="王大爷", by=worker)
        with at(FRIDAY):
            check_by_host(own.pk, Way.IN, by=worker)
            check_by_host(row.pk, Way.IN, by=worker)
        with pytest.raises(Conflict) as refused:
            merge_walk_in(row.pk, who.person, by=worker)
        assert refused.value.code == "both-in"
