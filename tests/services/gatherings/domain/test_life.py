"""Planning, publishing, changing, calling off; the same as last time; what time does by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jiayuan.foundation.access.actor import SYSTEM, Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.gatherings.domain.amend import amend_session
from jiayuan.services.gatherings.domain.clockwork import begin_and_end
from jiayuan.services.gatherings.domain.drafts import RoleDraft, SessionDraft
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.domain.plan import copy_session, plan_session
from jiayuan.services.gatherings.enums import Action, State
from jiayuan.services.gatherings.lifecycle import TRANSITIONS, actions_from
from jiayuan.services.gatherings.models import Session
from tests.factories import OrganisationFactory, SignUpFactory
from tests.services.gatherings.scene import (
    CANCELLED,
    FRIDAY,
    HELD,
    LAPSED,
    OFFERED,
    THURSDAY,
    about,
    fresh,
    gathering,
    host,
    join,
    resident,
    states,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _thursday():
    with at(THURSDAY):
        yield


def draft(**fields):
    return SessionDraft(about(**fields), FRIDAY, FRIDAY + HOUR)


class TestPlanning:
    def test_what_is_planned_is_seen_by_its_hosts_until_it_is_published(self):
        worker, neighbour = host(), resident()
        session = plan_session(draft(), by=worker)
        assert [each.seats for each in session.roles.all()] == [12]
        assert Session.objects.visible_to(worker).get() == session
        assert Session.objects.visible_to(neighbour).count() == 0
        perform_action(session.pk, Action.PUBLISH, by=worker)
        assert Session.objects.visible_to(neighbour).get().published_at == THURSDAY
        actions = Entry.objects.filter(stream_id=session.stream).order_by("number")
        assert list(actions.values_list("action", flat=True)) == ["gatherings.plan", "gatherings.publish"]

    def test_a_form_sent_twice_plans_one(self):
        worker, once = host(), replace(draft(), nonce="n1")
        assert plan_session(once, by=worker).pk == plan_session(once, by=worker).pk

    @pytest.mark.parametrize("who", [resident, lambda: host("140106004011"), Actor, lambda: SYSTEM])
    def test_nobody_plans_elsewhere(self, who):
        with pytest.raises(Refused):
            plan_session(draft(), by=who())

    def test_an_institution_plans_and_runs_its_own(self):
        unit = OrganisationFactory()
        contact = host("140106004", Role.INSTITUTION_CONTACT, organisation=unit)
        with pytest.raises(Refused):
            plan_session(draft(), by=contact)
        session = plan_session(draft(organisation_id=unit.pk), by=contact)
        assert Session.objects.hosted_by(contact).get() == session
        assert perform_action(session.pk, Action.PUBLISH, by=contact).state == State.PUBLISHED

    def test_who_leads_may_run_it(self):
        role, leader = gathering(), resident()
        SignUpFactory(role=role, person=leader.person)
        with pytest.raises(Refused):
            perform_action(role.session.pk, Action.CANCEL, by=leader, words="雨")
        role.leads = True
        role.save()
        assert Session.objects.hosted_by(leader).get() == role.session
        assert perform_action(role.session.pk, Action.CANCEL, by=leader, words="雨").state == CANCELLED

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("title", {"title": "  "}),
            ("title", {"title": "长" * 61}),
            ("kind", {"kind": "unknown"}),
            ("organisation", {"organisation_id": 10**9}),
            ("latitude", {"latitude": 91.0, "longitude": 0.0}),
            ("latitude", {"latitude": 37.8}),
            ("checks_place", {"checks_place": True}),
            ("grace_minutes", {"grace_minutes": -1}),
            ("roles", {"roles": []}),
            ("roles", {"roles": [RoleDraft("甲", 1), RoleDraft("甲", 2)]}),
            ("seats", {"roles": [RoleDraft("甲", -1)]}),
            ("needs", {"roles": [RoleDraft("甲", 1, needs=["nurse"])]}),
            ("min_age", {"roles": [RoleDraft("甲", 1, min_age=0)]}),
        ],
    )
    def test_what_is_wrong_is_named(self, field, changes):
        with pytest.raises((Invalid, Refused)) as refused:
            plan_session(draft(**changes), by=host("140106"))
        if changes != {"kind": "unknown"}:  # nobody hosts what no module knows
            assert refused.value.field == field
        assert refused.value.remedy
        assert Session.objects.count() == 0

    def test_a_place_that_is_none(self):
        with pytest.raises(Invalid) as refused:
            plan_session(draft(place_id="140106004999"), by=host("140106"))
        assert refused.value.field == "place"

    @pytest.mark.parametrize(
        ("field", "starts", "length"),
        [
            ("starts_at", -HOUR, HOUR),
            ("starts_at", timedelta(days=400), HOUR),
            ("ends_at", HOUR, timedelta(0)),
            ("ends_at", HOUR, timedelta(hours=12, seconds=1)),
        ],
    )
    def test_so_is_a_time_that_cannot_be(self, field, starts, length):
        begins = THURSDAY + starts
        with pytest.raises(Invalid) as refused:
            plan_session(SessionDraft(about(), begins, begins + length), by=host())
        assert refused.value.field == field

    def test_same_as_last_time_takes_everything_but_the_people(self):
        worker = host()
        first = plan_session(draft(words="带上手套", roles=[RoleDraft("队长", 1, leads=True)]), by=worker)
        perform_action(first.pk, Action.PUBLISH, by=worker)
        join(first.roles.get())
        second = copy_session(first, starts_at=FRIDAY + timedelta(days=7), by=worker, nonce="n2")
        assert copy_session(first, starts_at=FRIDAY + timedelta(days=7), by=worker, nonce="n2") == second
        assert (second.state, second.words, second.ends_at) == (
            State.DRAFT,
            "带上手套",
            FRIDAY + timedelta(days=7, hours=1),
        )
        assert (second.roles.get().leads, second.sign_ups.count()) == (True, 0)
        assert bytes(second.secret) != bytes(first.secret)
        with pytest.raises(Refused):
            copy_session(first, starts_at=FRIDAY + timedelta(days=7), by=resident())


class TestTable:
    @pytest.mark.parametrize("action", [each for each in Action if each != Action.AMEND])
    @pytest.mark.parametrize("state", list(State))
    def test_only_what_the_table_says_is_possible(self, state, action):
        role, worker = gathering(state=state), host()
        moment = FRIDAY + timedelta(minutes=10)
        step = next((each for each in actions_from(state) if each.action == action), None)
        with at(moment):
            if step is None:
                with pytest.raises(Conflict) as refused:
                    perform_action(role.session.pk, action, by=worker, words="雨")
                assert refused.value.code == "state"
            else:
                assert perform_action(role.session.pk, action, by=worker, words="雨").state == step.target

    def test_every_action_has_one_line(self):
        assert sorted(each.action for each in TRANSITIONS) == sorted(Action)

    def test_nothing_begins_or_ends_before_its_time(self):
        role, worker = gathering(), host()
        for action in (Action.OPEN, Action.CLOSE):
            with pytest.raises(Conflict) as refused:
                perform_action(role.session.pk, action, by=worker)
            assert refused.value.code == "not-begun"
        with at(FRIDAY - timedelta(minutes=30)):
            assert perform_action(role.session.pk, Action.OPEN, by=worker).state == State.RUNNING

    def test_calling_off_needs_a_reason_and_frees_everybody(self):
        role, worker, who = gathering(1), host(), resident()
        row = join(role, who)
        join(role)
        with pytest.raises(Invalid) as refused:
            perform_action(role.session.pk, Action.CANCEL, by=worker, words=" ")
        assert refused.value.field == "words"
        perform_action(role.session.pk, Action.CANCEL, by=worker, words="下雨")
        assert states(role) == [CANCELLED, CANCELLED]
        entry = Entry.objects.get(action="gatherings.cancel")
        assert entry.payload["after"]["because"] == "下雨"
        assert row.pk in entry.payload["after"]["sign_ups"]
        assert join(gathering(), who).state == HELD

    def test_the_clock_begins_and_ends_what_nobody_did(self):
        role = gathering(1)
        join(role)
        join(role)
        assert begin_and_end() == 0
        with at(FRIDAY):
            assert begin_and_end() == 1
        assert fresh(role.session).state == State.RUNNING
        with at(FRIDAY + timedelta(hours=2)):
            assert begin_and_end() == 0
        with at(FRIDAY + timedelta(hours=3)):
            assert begin_and_end() == 1
        assert fresh(role.session).state == State.CLOSED
        assert states(role) == [HELD, LAPSED]

    def test_nobody_else_acts(self):
        role = gathering()
        for who in (resident(), host("140106004011"), SYSTEM):
            with pytest.raises(Refused):
                perform_action(role.session.pk, Action.CANCEL, by=who, words="雨")
        with pytest.raises(Missing):
            perform_action(0, Action.PUBLISH, by=host())


class TestChanging:
    def test_it_keeps_the_people_and_says_what_it_was(self):
        role, worker = gathering(), host()
        join(role)
        amend_session(role.session.pk, {"where": "二号院", "ends_at": FRIDAY + 2 * HOUR}, by=worker)
        session = fresh(role.session)
        assert (session.where, session.is_edited, states(role)) == ("二号院", True, [HELD])
        payload = Entry.objects.get(action="gatherings.amend").payload
        assert (payload["before"]["where"], payload["after"]["where"]) == ("", "二号院")
        amend_session(session.pk, {"where": "二号院"}, by=worker)
        assert Entry.objects.filter(action="gatherings.amend").count() == 1

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("title", {"title": ""}),
            ("state", {"state": "closed"}),
            ("starts_at", {"starts_at": "tomorrow"}),
            ("starts_at", {"starts_at": THURSDAY}),
            ("ends_at", {"ends_at": FRIDAY}),
            ("ends_at", {"ends_at": THURSDAY}),
        ],
    )
    def test_what_is_wrong_is_named(self, field, changes):
        with pytest.raises(Invalid) as refused:
            amend_session(gathering().session.pk, changes, by=host())
        assert refused.value.field == field

    def test_one_that_runs_keeps_its_start_and_one_that_is_over_everything(self):
        worker, role = host(), gathering(state=State.RUNNING)
        with pytest.raises(Conflict) as refused:
            amend_session(role.session.pk, {"starts_at": FRIDAY + HOUR}, by=worker)
        assert refused.value.code == "running"
        with pytest.raises(Conflict):
            amend_session(gathering(state=State.CLOSED).session.pk, {"title": "新"}, by=worker)
        with pytest.raises(Refused):
            amend_session(role.session.pk, {"title": "新"}, by=resident())


def test_an_offer_does_not_outlive_the_session():
    role, worker = gathering(1), host()
    row = join(role)
    join(role)
    from jiayuan.services.gatherings.domain.leave import cancel_sign_up

    cancel_sign_up(row.pk, by=worker)
    assert states(role) == [CANCELLED, OFFERED]
    perform_action(role.session.pk, Action.CANCEL, by=worker, words="雨")
    assert states(role) == [CANCELLED, CANCELLED]
