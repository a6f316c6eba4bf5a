"""Hours and certificates through the pages, from the check-out to the stranger who scans the code."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.foundation.people.domain.export import export_person
from jiayuan.modules.volunteering.domain.claims import mark_hours
from jiayuan.modules.volunteering.models import (
    Certificate,
    CertificateRequest,
    Correction,
    HourClaim,
    HourEntry,
)
from jiayuan.services.gatherings.enums import Way
from jiayuan.services.gatherings.models import Session
from tests.conftest import OTHER_COMMUNITY
from tests.factories import (
    CertificateFactory,
    HourEntryFactory,
    PersonFactory,
    PresenceFactory,
    SessionRoleFactory,
    SignUpFactory,
    VolunteerFactory,
)
from tests.modules.volunteering.hour import FRIDAY, charity_hour

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def hour():
    made = charity_hour(2)
    made.was_there(0)
    made.was_there(1, minutes=45)
    return made


def test_marked_confirmed_corrected_and_certified(hour, sign_in, client):
    leader, office = sign_in(hour.leader.person), sign_in(hour.office.person)
    page = reverse("console-hours-session", args=[hour.session.pk])
    assert hour.session.title in text_of(leader.get(reverse("console-hours")))
    mark = reverse("console-hours-mark", args=[hour.session.pk])
    assert leader.post(mark, {"because": "fun"}).status_code == 422
    leader.post(mark, {"because": "organised", "kind": "service", "words": "清理楼道"})
    assert reverse("console-hours-session", args=[hour.session.pk]) in text_of(office.get("/console/"))
    keys = list(HourClaim.objects.order_by("pk").values_list("pk", flat=True))
    confirm = reverse("console-hours-confirm", args=[hour.session.pk])
    assert leader.post(confirm, {"claim": keys}).status_code == 403
    refused = office.post(
        reverse("console-hours-refuse", args=[keys[1]]), {"reason": "不在现场"}, follow=True
    )
    assert "不在现场" in text_of(refused)
    office.post(confirm, {"claim": keys})
    office.post(confirm, {"claim": ["x"]})
    entry = HourEntry.objects.get()
    assert office.get(page).status_code == 200

    person = hour.people[0]
    phone = sign_in(person)
    correct = reverse("my-hours-correct", args=[entry.pk])
    assert phone.post(correct, {"minutes": "viel", "words": "多记"}).status_code == 422
    phone.post(correct, {"minutes": "30", "words": "提前离开"})
    assert "提前离开" in text_of(office.get(reverse("console-hours")))
    decide = reverse("console-correction-decide", args=[Correction.objects.get().pk])
    office.post(decide, {"outcome": "grant"})
    mine = text_of(phone.get(reverse("my-hours")))
    assert "0 小时 30 分" in mine
    assert sign_in(hour.people[1]).get(correct).status_code == 404

    volunteer = VolunteerFactory(person=person, community=hour.session.place)
    issue = reverse("console-certificate-issue", args=[volunteer.pk])
    assert office.post(issue, {"since": "2099-01-01"}).status_code == 422
    office.post(issue, {})
    made = Certificate.objects.get()
    assert made.minutes == HourEntry.objects.filter(person=person).total() == 30
    held = export_person(person, by=Actor(person=person))
    assert sum(each["minutes"] for each in held["parts"]["volunteering"]["data"]["hours"]) == 30
    pdf = phone.get(reverse("certificate", args=[made.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert sign_in(hour.people[1]).get(reverse("certificate", args=[made.pk])).status_code == 404
    shown = client.get(reverse("verify", args=[made.number, made.check_code]))
    assert "0 小时 30 分" in text_of(shown)
    assert person.name not in text_of(shown)


def test_a_leader_without_a_desk_marks_on_the_phone(hour, sign_in):
    seat = SignUpFactory(role=SessionRoleFactory(session=hour.session, leads=True))
    PresenceFactory(sign_up=SignUpFactory(role=hour.sign_ups[0].role))
    phone, page = sign_in(seat.person), reverse("volunteering-marking", args=[hour.session.pk])
    assert phone.get(reverse("console-hours-session", args=[hour.session.pk])).status_code == 403
    for name, args in (("volunteering", []), ("my-hours", []), ("gathering", [hour.session.pk])):
        assert page in text_of(phone.get(reverse(name, args=args)))
    shown = text_of(phone.get(page))
    assert ("有 1 人忘了签退" in shown, hour.people[0].name in shown) == (True, False)
    refused = phone.post(page, {"because": "fun", "words": "清理楼道"})
    assert (refused.status_code, "清理楼道" in text_of(refused)) == (422, True)
    given = {"because": "organised", "kind": "service", "words": "清理楼道"}
    assert ["已登记" in text_of(phone.post(page, given, follow=True)) for _ in range(2)] == [True, False]
    assert set(HourClaim.objects.values_list("state", "marked_by")) == {("marked", seat.person.pk)}
    assert page not in text_of(phone.get(reverse("volunteering")))

    volunteer = sign_in(hour.people[0])
    assert page not in text_of(volunteer.get(reverse("gathering", args=[hour.session.pk])))
    assert volunteer.get(page).status_code == volunteer.post(page, given).status_code == 404
    Session.objects.update(kind="meeting")
    assert phone.get(page).status_code == 404


def test_what_a_stranger_sees_of_each_state(client, sign_in, hour):
    office = sign_in(hour.office.person)
    volunteer = VolunteerFactory(person=hour.people[0], community=hour.session.place)
    HourEntryFactory(person=volunteer.person)
    issue = reverse("console-certificate-issue", args=[volunteer.pk])
    office.post(issue, {})
    first = Certificate.objects.get()
    office.post(issue, {"instead_of": first.number})
    second = Certificate.objects.latest("pk")
    assert second.number in text_of(client.get(reverse("verify", args=[first.number, first.check_code])))
    office.post(reverse("console-certificate-revoke", args=[second.pk]), {"reason": "姓名有误"})
    revoked = text_of(client.get(reverse("verify", args=[second.number, second.check_code])))
    assert "姓名有误" not in revoked
    assert "已撤销" in revoked
    forged = client.get(reverse("verify", args=[first.number, "0000000000"]))
    assert (forged.status_code, "没有开具过" in text_of(forged)) == (404, True)
    assert client.get(reverse("certificate", args=[first.pk])).status_code == 302


def test_two_who_were_there_say_when_somebody_left(sign_in):
    hour = charity_hour(3)
    for index in range(3):
        hour.check(index, Way.IN, 0)
    presence = hour.sign_ups[0].presence
    address = reverse("my-hours-vouch", args=[presence.pk])
    with at(hour.session.ends_at + timedelta(hours=1)):
        phones = [sign_in(person) for person in hour.people[1:]]
        assert address in text_of(phones[0].get(reverse("my-hours")))
        wrong = phones[0].post(address, {"time": "halb sieben"})
        assert (wrong.status_code, "halb sieben" in text_of(wrong)) == (422, True)
        for phone in phones:
            phone.post(address, {"time": "18:50"})
            assert address not in text_of(phone.get(reverse("my-hours")))
    presence.refresh_from_db()
    assert (presence.minutes, presence.out_source) == (50, "repair")
    assert (
        sign_in(hour.people[0]).post(reverse("my-hours-vouch", args=[10**6]), {"time": "18:50"}).status_code
        == 404
    )


def test_after_midnight_is_the_next_day(sign_in):
    late = FRIDAY.replace(hour=23)
    hour = charity_hour(2, starts_at=late)
    for index in range(2):
        hour.check(index, Way.IN, 0)
    presence = hour.sign_ups[0].presence
    with at(hour.session.ends_at + timedelta(hours=1)):
        sign_in(hour.people[1]).post(reverse("my-hours-vouch", args=[presence.pk]), {"time": "00:10"})
    assert presence.vouches.get().out_at == late + timedelta(minutes=70)


def test_a_number_from_a_chinese_keyboard_is_that_number(sign_in):
    entry = HourEntryFactory(minutes=60)
    sign_in(entry.person).post(
        reverse("my-hours-correct", args=[entry.pk]), {"minutes": "９０", "words": "多做了半小时"}
    )
    assert entry.corrections.get().minutes == 90


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"since": "last spring"}, 422),
        ({"until": "2026-02-30"}, 422),
        ({"instead_of": "140106004010-2026-99999"}, 404),
    ],
)
def test_a_certificate_of_something_else_than_was_asked_is_not_issued(sign_in, hour, given, status):
    volunteer = VolunteerFactory(person=hour.people[0], community=hour.session.place)
    HourEntryFactory(person=volunteer.person)
    answer = sign_in(hour.office.person).post(
        reverse("console-certificate-issue", args=[volunteer.pk]), given
    )
    assert answer.status_code == status
    assert not Certificate.objects.exists()


def test_who_is_forgotten_leaves_no_name_on_a_certificate():
    made = CertificateFactory(person__name="周立新")
    erase_person(made.person, by=Actor(person=made.person))
    made.refresh_from_db()
    assert (made.content["name"], made.state) == ("", "revoked")


def test_a_certificate_is_asked_for_on_the_phone_and_issued_in_one_click(
    actor_with, sign_in, django_assert_max_num_queries
):
    volunteer = VolunteerFactory()
    office = sign_in(actor_with(Role.COMMUNITY_WORKER).person)
    phone, page = sign_in(volunteer.person), reverse("certificate-ask")
    assert phone.get(page).status_code == 200, "nothing is confirmed yet"
    HourEntryFactory(person=volunteer.person, minutes=45, words="清理楼道")
    assert page in text_of(phone.get(reverse("my-hours")))
    assert "清理楼道" in text_of(phone.get(page))
    sent = {"purpose": "学校", "nonce": "a", "act": "ask"}
    changed = phone.post(page, sent | {"since": "2020-01-01", "shown": "/"})
    assert changed.status_code == 200, "the time is not the one that was shown"
    assert "学校" in text_of(changed)
    assert phone.post(page, sent | {"since": "2099-01-01", "shown": "2099-01-01/"}).status_code == 422
    assert phone.post(page, sent | {"since": "soon", "shown": "/"}).status_code == 422
    assert phone.post(page, sent | {"purpose": "", "shown": "/"}).status_code == 422
    assert not CertificateRequest.objects.exists()
    for _twice in range(2):
        phone.post(page, sent | {"shown": "/"})
    asked = CertificateRequest.objects.get()
    with django_assert_max_num_queries(16):
        assert "取回" in text_of(phone.get(reverse("my-hours")))
    desk = reverse("console-volunteer", args=[volunteer.pk])
    assert f"{desk}#certificate-request" in text_of(office.get("/console/"))
    assert "学校" in text_of(office.get(desk))
    answer = reverse("console-certificate-answer", args=[asked.pk])
    assert office.post(answer, {"outcome": "refuse"}).status_code == 422
    office.post(answer, {"outcome": "issue"})
    assert office.post(answer, {"outcome": "issue"}).status_code in (409, 422), "once"
    number = Certificate.objects.get().number
    assert number in text_of(phone.get(reverse("my-hours")))


def test_a_request_is_taken_back_and_somebody_elses_desk_does_not_see_it(actor_with, sign_in):
    volunteer = VolunteerFactory()
    HourEntryFactory(person=volunteer.person)
    phone, page = sign_in(volunteer.person), reverse("certificate-ask")
    phone.post(page, {"purpose": "学校", "nonce": "a", "act": "ask", "shown": "/"})
    asked = CertificateRequest.objects.get()
    elsewhere = sign_in(actor_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY).person)
    answer = reverse("console-certificate-answer", args=[asked.pk])
    assert elsewhere.post(answer, {"outcome": "issue"}).status_code == 404
    phone.post(page, {"act": "withdraw"})
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert sign_in(PersonFactory()).get(page).status_code == 302, "first become a volunteer"


def test_whose_hours_cannot_be_confirmed_is_named_on_the_page_and_the_others_are_confirmed(hour, sign_in):
    there = {"starts_at": hour.session.starts_at, "ends_at": hour.session.ends_at}
    HourEntryFactory(person=hour.people[1], words="陪诊", **there)
    with at(hour.after):
        mark_hours(hour.session.pk, by=hour.leader)
    keys = list(HourClaim.objects.values_list("pk", flat=True))
    confirm = reverse("console-hours-confirm", args=[hour.session.pk])
    page = sign_in(hour.office.person).post(confirm, {"claim": keys})
    assert page.status_code == 422
    assert re.search(rf"<li>{hour.people[1].name}.*陪诊.*</li>", text_of(page))
    assert HourEntry.objects.filter(session=hour.session).get().person == hour.people[0]
