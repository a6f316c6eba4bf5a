"""Pairings: proposed, agreed by another, ended; what a pair does together; when one falls silent."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.modules.volunteering.domain.pairings import (
    PairingDraft,
    note_activity,
    perform,
    propose_pairing,
    reveal_pairing_contact,
)
from jiayuan.modules.volunteering.domain.queries.pairings import (
    PairingFilter,
    counted,
    listed,
    visible_pairing,
)
from jiayuan.modules.volunteering.enums import PairingAction, PairingState
from jiayuan.modules.volunteering.models import Pairing
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.factories import JointActivityFactory, OrganisationFactory, PairingFactory, PlaceFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture
def office(actor_with):
    return actor_with(Role.COMMUNITY_WORKER)


@pytest.fixture
def institution(db):
    return OrganisationFactory(kind="institution", function="", place=PlaceFactory(path="140106004"))


@pytest.fixture
def contact(actor_with, institution):
    return actor_with(Role.INSTITUTION_CONTACT, "140106004", organisation=institution)


def draft(institution, **more):
    return PairingDraft(institution.pk, COMMUNITY, MONDAY, **more)


def test_one_side_proposes_and_the_other_agrees(office, contact, institution):
    pairing = propose_pairing(
        draft(institution, contact_name="王芳", contact_phone="0351 404 1234"), by=contact
    )
    assert pairing.state == PairingState.PROPOSED
    agreed = perform(pairing.pk, PairingAction.AGREE, by=office)
    assert (agreed.state, agreed.agreed_by) == (PairingState.AGREED, office.person)
    told = [(entry.action, entry.payload["after"]) for entry in history(pairing.stream)]
    assert [action for action, _ in told] == ["volunteering.propose_pairing", "volunteering.agree_pairing"]
    assert "王芳" not in str(told)
    assert "1234" not in str(told[0][1]["phone"])


def test_who_proposed_does_not_agree(office, institution):
    pairing = propose_pairing(draft(institution), by=office)
    with pytest.raises(Refused, match="proposed"):
        perform(pairing.pk, PairingAction.AGREE, by=office)
    Pairing.objects.filter(pk=pairing.pk).update(agreed_by=None)
    with pytest.raises(IntegrityError):
        Pairing.objects.filter(pk=pairing.pk).update(agreed_by=office.person)


def test_the_side_that_proposed_does_not_agree(office, contact, actor_with, institution):
    """A second contact of the same institution is the same side, and so is a colleague at the next desk."""
    second = actor_with(Role.INSTITUTION_CONTACT, "140106004", organisation=institution)
    colleague, street = actor_with(Role.COMMUNITY_WORKER), actor_with(Role.STREET_OFFICER, COMMUNITY[:9])
    by_contact = propose_pairing(draft(institution), by=contact)
    with pytest.raises(Refused, match="The side that proposed"):
        perform(by_contact.pk, PairingAction.AGREE, by=second)
    assert perform(by_contact.pk, PairingAction.AGREE, by=colleague).state == PairingState.AGREED
    for who in (second, street):
        perform(Pairing.objects.live().get().pk, PairingAction.END, by=office, reason="另行结对")
        by_office = propose_pairing(draft(institution), by=office)
        with pytest.raises(Refused, match="The side that proposed"):
            perform(by_office.pk, PairingAction.AGREE, by=colleague)
        assert perform(by_office.pk, PairingAction.AGREE, by=who).state == PairingState.AGREED


def test_what_the_office_above_proposed_either_side_agrees_to(office, contact, actor_with, institution):
    district = actor_with(Role.DISTRICT_OFFICER, "140106")
    for who in (office, contact):
        pairing = propose_pairing(draft(institution), by=district)
        assert perform(pairing.pk, PairingAction.AGREE, by=who).state == PairingState.AGREED
        perform(pairing.pk, PairingAction.END, by=office, reason="另行结对")


def test_neither_side_may_not_propose(actor_with, institution):
    for stranger in (actor_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY), actor_with(Role.VOLUNTEER), Actor()):
        with pytest.raises(Refused):
            propose_pairing(draft(institution), by=stranger)


def test_a_pair_is_paired_once_and_again_after_its_end(office, actor_with, institution):
    first = propose_pairing(draft(institution), by=office)
    with pytest.raises(Conflict, match="paired already"):
        propose_pairing(draft(institution), by=office)
    perform(first.pk, PairingAction.END, by=office, reason="单位搬迁")
    second = propose_pairing(draft(institution), by=office)
    assert (second.pk, second.is_live) != (first.pk, False)


def test_an_end_needs_a_reason_and_a_day_that_was(office, institution):
    pairing = PairingFactory(organisation=institution, since=MONDAY)
    with pytest.raises(Invalid) as refused:
        perform(pairing.pk, PairingAction.END, by=office, reason=" ")
    assert refused.value.field == "reason"
    for day in (MONDAY - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            perform(pairing.pk, PairingAction.END, by=office, reason="搬迁", until=day)
        assert refused.value.field == "until"
    ended = perform(pairing.pk, PairingAction.END, by=office, reason="搬迁", until=MONDAY)
    assert (ended.state, ended.until, ended.reason) == (PairingState.ENDED, MONDAY, "搬迁")
    with pytest.raises(Conflict):
        perform(pairing.pk, PairingAction.AGREE, by=office)


@pytest.mark.parametrize("path", ["140106004", "140106099099"])
def test_a_pairing_is_with_one_living_community(actor_with, institution, path):
    PlaceFactory(path="140106004")
    district = actor_with(Role.DISTRICT_OFFICER, "140106")
    with pytest.raises(Invalid) as refused:
        propose_pairing(PairingDraft(institution.pk, path, MONDAY), by=district)
    assert refused.value.field == "community"


def test_an_organisation_that_was_closed_is_not_paired(office, institution):
    institution.closed_on = MONDAY
    institution.save()
    with pytest.raises(Invalid) as refused:
        propose_pairing(draft(institution), by=office)
    assert refused.value.field == "organisation"


def test_what_was_done_together_is_noted_within_the_pairing(office, institution):
    pairing = PairingFactory(organisation=institution, since=MONDAY)
    note_activity(pairing.pk, on=MONDAY, words="清理楼道", by=office)
    for day in (MONDAY - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            note_activity(pairing.pk, on=day, words="清理楼道", by=office)
        assert refused.value.field == "on"
    proposed = PairingFactory(state=PairingState.PROPOSED, agreed_at=None, since=MONDAY)
    with pytest.raises(Conflict):
        note_activity(proposed.pk, on=MONDAY, words="清理楼道", by=office)


def test_silent_pairs_are_those_agreed_for_long_with_nothing_done_lately(office):
    long_ago, lately = (today() - timedelta(days=days) for days in (settings.SILENT_PAIR_DAYS + 1, 3))
    never, once, busy, new = (PairingFactory(since=since) for since in (long_ago, long_ago, long_ago, lately))
    PairingFactory(since=long_ago, state=PairingState.PROPOSED, agreed_at=None)
    JointActivityFactory(pairing=once, on=long_ago)
    JointActivityFactory(pairing=busy, on=lately)
    JointActivityFactory(pairing=busy, on=long_ago)
    found = listed(office, PairingFilter(silent=True))
    assert {each.pk: each.last_activity for each in found} == {never.pk: None, once.pk: long_ago}
    assert counted(office) == {"proposed": 1, "agreed": 4, "ended": 0, "silent": 2}
    assert new.pk not in {each.pk for each in found}


def test_each_sees_the_pairings_of_their_side(office, contact, actor_with, institution):
    mine, theirs = PairingFactory(organisation=institution), PairingFactory(community__path=OTHER_COMMUNITY)
    assert set(Pairing.objects.visible_to(contact)) == {mine}
    assert set(Pairing.objects.visible_to(office)) == {mine}
    assert set(Pairing.objects.visible_to(actor_with(Role.DISTRICT_OFFICER, "140106"))) == {mine, theirs}
    assert not Pairing.objects.visible_to(actor_with()).exists()
    with pytest.raises(Missing):
        visible_pairing(office, theirs.pk)


def test_whom_to_call_is_shown_for_a_reason(office, institution):
    pairing = PairingFactory(organisation=institution)
    assert reveal_pairing_contact(pairing, by=office, reason="约定周五集合") == ("王联系", "+8613911112222")
    assert history(pairing.stream).get().payload["after"] == {"reason": "约定周五集合"}
    with pytest.raises(Invalid):
        reveal_pairing_contact(pairing, by=office, reason="")


def test_the_ledger_answers_for_a_past_day():
    ended = PairingFactory(
        since=date(2020, 1, 1), state=PairingState.ENDED, until=date(2020, 8, 1), reason="期满"
    )
    PairingFactory(since=date(2020, 9, 1))
    assert set(Pairing.objects.on(date(2020, 7, 31))) == {ended}
