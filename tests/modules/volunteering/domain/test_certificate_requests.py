"""Asking for a certificate: shown before, once, one open a person, answered by another who says why not."""

from datetime import date, timedelta

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.volunteering.domain.certificate_requests import (
    ANSWER_TERM,
    answer_request,
    ask_certificate,
    withdraw_request,
)
from jiayuan.modules.volunteering.domain.certificates import issue_certificate
from jiayuan.modules.volunteering.domain.queries.certificates import request_counts, request_items
from jiayuan.modules.volunteering.hour_enums import RequestState
from jiayuan.modules.volunteering.models import Certificate, CertificateRequest
from tests.conftest import OTHER_COMMUNITY
from tests.factories import HourEntryFactory, VolunteerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(actor_with):
    return actor_with(Role.COMMUNITY_WORKER)


@pytest.fixture
def volunteer(db):
    made = VolunteerFactory()
    HourEntryFactory(person=made.person, minutes=45)
    return made


def ask(volunteer, **more):
    given = {
        "since": None,
        "until": None,
        "purpose": "评优",
        "nonce": "one",
        "by": Actor(person=volunteer.person),
    }
    return ask_certificate(volunteer, **(given | more))


def test_asked_once_with_a_day_until_which_it_is_answered(volunteer):
    first, again = ask(volunteer), ask(volunteer)
    assert first == again == CertificateRequest.objects.get()
    assert first.answer_by == deadline(first.asked_at, ANSWER_TERM)
    with pytest.raises(Conflict, match="already"):
        ask(volunteer, nonce="two")


def test_only_for_oneself_for_hours_that_stand_and_with_a_purpose(volunteer, office):
    with pytest.raises(Refused):
        ask(volunteer, by=office)
    with pytest.raises(Invalid) as none:
        ask(volunteer, since=date(2099, 1, 1))
    assert none.value.field == "since"
    with pytest.raises(Invalid) as empty:
        ask(volunteer, purpose=" ")
    assert empty.value.field == "purpose"
    with pytest.raises(Invalid):
        ask(volunteer, nonce="")
    assert not CertificateRequest.objects.exists()


def test_issued_over_what_was_shown_and_the_person_is_told(volunteer, office):
    asked = ask(volunteer)
    HourEntryFactory(person=volunteer.person, minutes=30, starts_at=now() + timedelta(days=2))
    with at(now() + timedelta(days=4)):
        answered = answer_request(asked.pk, grant=True, by=office)
        assert (answered.state, answered.certificate.minutes) == (RequestState.ISSUED, 45)
        assert answered.certificate.number in Notice.objects.get(person=volunteer.person).title
        with pytest.raises(Conflict, match="already"):
            answer_request(asked.pk, grant=False, reason="重复", by=office)
    assert ask(volunteer, nonce="two").state == RequestState.ASKED


def test_refused_only_with_a_reason_that_the_person_reads(volunteer, office):
    asked = ask(volunteer)
    with pytest.raises(Invalid):
        answer_request(asked.pk, grant=False, reason=" ", by=office)
    answer_request(asked.pk, grant=False, reason="请先更正姓名", by=office)
    assert "请先更正姓名" in Notice.objects.get(person=volunteer.person).words
    assert not Certificate.objects.exists()


def test_answered_by_the_office_and_never_by_oneself(volunteer, office, actor_with):
    asked = ask(volunteer)
    for stranger in (actor_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY), Actor(person=volunteer.person)):
        with pytest.raises(Refused):
            answer_request(asked.pk, grant=True, by=stranger)
    own = VolunteerFactory(person=office.person)
    HourEntryFactory(person=office.person)
    with pytest.raises(Refused, match="themselves"):
        answer_request(ask(own).pk, grant=True, by=office)


def test_waits_in_the_inbox_of_a_colleague_alone(volunteer, office, actor_with):
    ask(volunteer)
    HourEntryFactory(person=office.person)
    ask(VolunteerFactory(person=office.person))
    items = request_items(office, 10)
    assert [each.due_at for each in items] == [
        CertificateRequest.objects.get(person=volunteer.person).answer_by
    ]
    assert [count for _label, count in request_counts(office).values()] == [1]
    for stranger in (actor_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY), actor_with(Role.GRID_WORKER)):
        assert list(request_items(stranger, 10)) == []
        assert request_counts(stranger) == {}


def test_taken_back_by_its_asker_alone_and_not_once_answered(volunteer, office):
    asked = ask(volunteer)
    with pytest.raises(Missing):
        withdraw_request(asked.pk, by=office)
    withdraw_request(asked.pk, by=Actor(person=volunteer.person))
    with pytest.raises(Conflict, match="Taken back"):
        answer_request(asked.pk, grant=True, by=office)
    assert list(request_items(office, 10)) == []


def test_the_office_issues_once_however_often_it_sends(volunteer, office):
    """The same form twice is one certificate; another form, or another volunteer, is another."""

    def issue(who, nonce):
        return issue_certificate(who, since=None, until=None, by=office, nonce=nonce)

    first = issue(volunteer, "one")
    assert issue(volunteer, "one") == first
    other = VolunteerFactory()
    HourEntryFactory(person=other.person)
    assert len({first, issue(volunteer, "two"), issue(other, "one")}) == 3
    assert [each[-5:] for each in Certificate.objects.order_by("pk").values_list("number", flat=True)] == [
        "00001", "00002", "00003",
    ]  # fmt: skip
