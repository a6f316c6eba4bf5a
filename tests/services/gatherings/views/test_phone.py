"""On the phone: finding a gathering, signing up, giving back, being there, rating; calendars and messages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.notify.models import Notice
from jiayuan.foundation.people.models import Consent
from jiayuan.services.gatherings.codes import code_of, step_of
from jiayuan.services.gatherings.domain.amend import amend_session
from jiayuan.services.gatherings.domain.leave import cancel_sign_up
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.enums import Action, PresenceState, State
from jiayuan.services.gatherings.models import Presence, Session, SessionRole, SignUp
from jiayuan.services.voice.models import Rating
from tests.factories import PlaceFactory
from tests.services.gatherings.scene import (
    CANCELLED,
    COMMUNITY,
    FRIDAY,
    HELD,
    OFFERED,
    THURSDAY,
    WAITING,
    gathering,
    host,
    join,
    resident,
    states,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thursday():
    with at(THURSDAY):
        yield


@pytest.fixture
def me():
    who = resident()
    who.person.home_place = PlaceFactory(path=COMMUNITY)
    who.person.save()
    return who


@pytest.fixture
def phone(me, sign_in):
    return sign_in(me.person)


def page_of(client, role):
    return client.get(reverse("gathering", args=[role.session_id]))


def act(client, of, name, /, **fields):
    return client.post(reverse(f"gathering-{name}", args=[of.session_id]), fields)


class TestFinding:
    def test_the_home_shows_what_is_near_and_soon_and_leads_there(self, phone):
        gathering(title="老兵讲故事")
        assert "老兵讲故事" in phone.get("/").content.decode()
        assert "老兵讲故事" in phone.get(reverse("gatherings")).content.decode()
        assert "老兵讲故事" in phone.get(reverse("joy")).content.decode()

    def test_what_is_not_public_or_over_is_not_listed(self, phone):
        gathering(title="还没发布", state=State.DRAFT)
        gathering(title="已经办完", starts_at=THURSDAY - timedelta(days=1))
        page = phone.get(reverse("gatherings") + "?all=1").content.decode()
        assert "还没发布" not in page
        assert "已经办完" not in page

    def test_a_draft_is_not_there_for_residents(self, phone):
        assert page_of(phone, gathering(state=State.DRAFT)).status_code == 404

    def test_an_empty_list_invites_the_next_step(self):
        assert "暂时没有活动" in Client().get(reverse("gatherings")).content.decode()

    def test_more_than_a_page_goes_on(self, phone):
        for number in range(22):
            gathering(title=f"活动{number:02d}", starts_at=FRIDAY + timedelta(minutes=number))
        first = phone.get(reverse("gatherings"))
        cursor = first.context["page"].next_cursor
        later = phone.get(reverse("gatherings"), {"after": cursor}).content.decode()
        assert "活动21" in later
        assert "活动00" not in later


class TestSigningUp:
    def test_one_tap_is_enough(self, phone):
        role = gathering()
        assert "报名" in page_of(phone, role).content.decode()
        answer = act(phone, role, "sign-up", role=role.pk, nonce="n" * 16)
        assert answer.status_code == 302
        assert states(role) == [HELD]
        assert "取消报名" in page_of(phone, role).content.decode()

    def test_with_companions_and_sent_twice(self, phone):
        role = gathering(4)
        for _turn in range(2):
            act(phone, role, "sign-up", role=role.pk, companions="小李\n小王", nonce="n" * 16)
        assert states(role) == [HELD] * 3

    def test_a_refusal_brings_back_what_was_typed(self, phone):
        role = gathering(4)
        answer = act(phone, role, "sign-up", role=role.pk, companions="、".join(["小李"] * 9))
        assert answer.status_code == 422
        assert "小李、小李" in answer.content.decode()
        assert "最多报名 8 人" in answer.content.decode()
        assert act(phone, role, "sign-up").status_code == 422

    def test_overlap_is_said_with_both_times(self, phone, me):
        join(gathering(title="清理小院"), me)
        answer = act(phone, role := gathering(title="老兵讲故事"), "sign-up", role=role.pk)
        assert answer.status_code == 409
        assert "清理小院" in answer.content.decode()

    def test_a_visitor_is_led_to_the_door_and_back(self):
        role = gathering()
        page = page_of(Client(), role).content.decode()
        assert f"{reverse('sign-in')}?next={reverse('gathering', args=[role.session_id])}" in page
        assert act(Client(), role, "sign-up", role=role.pk).status_code == 403

    def test_a_worker_signs_up_somebody_who_asked(self, sign_in):
        role, worker = gathering(), host()
        client = sign_in(worker.person)
        answer = act(client, role, "sign-up", role=role.pk, beneficiary_name="王奶奶", manner="spoken")
        assert answer.status_code == 302
        assert SignUp.objects.get().name == "王奶奶"
        assert (
            act(client, role, "sign-up", role=role.pk, beneficiary_name="李奶奶", manner="?").status_code
            == 422
        )

    def test_a_consent_stands_only_with_what_it_was_given_for(self, sign_in):
        role, worker = gathering(), host()
        client, form = (
            sign_in(worker.person),
            {"beneficiary_name": "王奶奶", "manner": "spoken", "nonce": "n" * 16},
        )
        SessionRole.objects.update(min_age=60)
        assert act(client, role, "sign-up", role=role.pk, **form).status_code == 422
        assert not Consent.objects.exists()
        for _turn in range(2):
            assert act(client, role, "sign-up", role=role.pk, age="yes", **form).status_code == 302
        assert Consent.objects.get().pk == SignUp.objects.get().consent_id

    def test_a_resident_does_not_act_for_others(self, phone):
        role = gathering()
        assert "beneficiary_name" not in page_of(phone, role).content.decode()
        answer = act(phone, role, "sign-up", role=role.pk, beneficiary_name="王奶奶", manner="spoken")
        assert answer.status_code == 403


class TestWaiting:
    def test_an_offer_is_told_and_taken(self, phone, me):
        role = gathering(1)
        first, mine = join(role), join(role, me)
        assert "您排在第一位" in page_of(phone, role).content.decode()
        cancel_sign_up(first.pk, by=Actor(person=first.person))
        assert "为您保留名额到" in phone.get("/").content.decode()
        notice = Notice.objects.get(person=me.person)
        assert (notice.kind, notice.url) == ("gatherings.seat", reverse("gathering", args=[role.session_id]))
        assert notice.title == "有名额了：清理小院"
        assert "有名额了：清理小院" in phone.get(reverse("messages")).content.decode()
        assert act(phone, role, "accept", sign_up=mine.pk).status_code == 302
        assert states(role) == [CANCELLED, HELD]
        assert act(phone, role, "accept", sign_up=mine.pk).status_code == 409

    def test_at_night_an_offer_is_kept_until_people_are_awake(self, me):
        role = gathering(1)
        first = join(role)
        mine = join(role, me)
        with at(THURSDAY + timedelta(hours=13)):  # eleven at night
            cancel_sign_up(first.pk, by=Actor(person=first.person))
        row = SignUp.objects.get(pk=mine.pk)
        assert (row.state, row.offered_until) == (OFFERED, FRIDAY - timedelta(hours=8))

    def test_giving_back(self, phone, me):
        role = gathering(1)
        mine = join(role, me)
        join(role)
        assert act(phone, role, "leave", sign_up=mine.pk).status_code == 302
        assert states(role) == [CANCELLED, OFFERED]
        assert act(phone, role, "leave", sign_up=SignUp.objects.last().pk).status_code == 403
        assert act(phone, role, "leave", sign_up="x").status_code == 422

    def test_late_the_host_is_told_and_it_is_said_before(self, phone, me):
        role, worker = gathering(1), host()
        role.session.made_by = worker.person
        role.session.save()
        mine = join(role, me)
        with at(FRIDAY - timedelta(minutes=30)):
            assert "会告知负责人" in page_of(phone, role).content.decode()
            act(phone, role, "leave", sign_up=mine.pk)
        assert Notice.objects.get(person=worker.person).kind == "gatherings.host"

    def test_what_changes_or_is_called_off_is_told_to_who_comes(self, me):
        role, worker = gathering(1), host()
        join(role, me)
        left = join(role)
        cancel_sign_up(left.pk, by=Actor(person=left.person))
        amend_session(role.session_id, {"where": "二号院"}, by=worker)
        perform_action(role.session_id, Action.CANCEL, by=worker, words="下雨")
        told = Notice.objects.order_by("pk")
        assert [(each.person, each.kind) for each in told] == [(me.person, "gatherings.changed")] * 2
        assert "二号院" in told[0].words
        assert "下雨" in told[1].words


class TestBeingThere:
    def code(self, role, moment=FRIDAY, way="in"):
        return code_of(bytes(role.session.secret), way, step_of(moment))

    def test_a_scanned_address_asks_for_one_tap(self, phone, me):
        role = gathering()
        join(role, me)
        with at(FRIDAY):
            page = phone.get(reverse("gathering-scanned", args=[role.session_id, "in", self.code(role)]))
            assert "我到了" in page.content.decode()
            assert not Presence.objects.exists()
            answer = act(phone, role, "check", way="in", code=self.code(role), nonce="n1")
            assert answer.status_code == 302
            assert Presence.objects.get().in_at == FRIDAY
            assert "签到：<time" in page_of(phone, role).content.decode()
            assert phone.get(f"/g/{role.session_id}/up/ABCDEFGHIJ/").status_code == 422

    def test_the_queue_of_a_phone_without_network_is_taken_later_and_once(self, phone, me):
        role = gathering()
        join(role, me)
        fields = {"way": "in", "code": self.code(role), "nonce": "n1"}
        for later in (timedelta(minutes=5), timedelta(hours=3)):
            with at(FRIDAY + later):
                answer = phone.post(
                    reverse("gathering-check", args=[role.session_id]), fields,
                    headers={"X-Jiayuan-Offline": "2026-11-06T11:00:00Z"},
                )  # fmt: skip
                assert answer.status_code == 200
                assert answer.json() == {"link": reverse("gathering", args=[role.session_id])}
        presence = Presence.objects.get()
        assert (presence.in_at, presence.state) == (FRIDAY, PresenceState.SURE)

    def test_an_old_code_by_hand_is_refused_and_what_was_typed_stays(self, phone, me):
        role = gathering()
        join(role, me)
        code = self.code(role)
        with at(FRIDAY + timedelta(minutes=5)):
            answer = act(phone, role, "check", way="in", code=code, nonce="n1")
        assert answer.status_code == 422
        assert code in answer.content.decode()
        assert "已失效" in answer.content.decode()

    def test_who_was_there_says_how_it_was_once(self, phone, me, sign_in):
        role, worker = gathering(), host()
        join(role, me)
        with at(FRIDAY):
            act(phone, role, "check", way="in", code=self.code(role), nonce="n1")
        with at(FRIDAY + timedelta(hours=1)):
            act(
                phone,
                role,
                "check",
                way="out",
                code=self.code(role, FRIDAY + timedelta(hours=1), "out"),
                nonce="n2",
            )
            assert act(phone, role, "rate", score=5).status_code == 409
            perform_action(role.session_id, Action.CLOSE, by=worker)
            assert "提交评价" in page_of(phone, role).content.decode()
            assert act(phone, role, "rate", score=9).status_code == 422
            assert act(phone, role, "rate", score=5, words="很好").status_code == 302
            assert "提交评价" not in page_of(phone, role).content.decode()
            assert act(phone, role, "rate", score=5).status_code == 409
            assert act(sign_in(resident().person), role, "rate", score=1).status_code == 403
        assert Rating.objects.get().words == "很好"
        assert Presence.objects.get().minutes == 60


class TestCalendar:
    def test_a_file_for_one(self):
        role = gathering(where="二号院；东门", minutes=90)
        answer = Client().get(reverse("gathering-file", args=[role.session_id]))
        event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
        assert (event["summary"], event.decoded("dtstart")) == ("清理小院", FRIDAY)
        assert event["location"].endswith("二号院；东门")

    def test_a_feed_under_an_address_that_can_be_replaced(self, phone, me):
        role, other = gathering(), gathering(title="别人的")
        join(role, me)
        join(other)
        page = phone.post(reverse("gatherings-calendar"))
        address = page.context["address"]
        feed = Client().get(address)
        assert [event["summary"] for event in Calendar.from_ical(feed.content).walk("VEVENT")] == ["清理小院"]
        phone.post(reverse("gatherings-calendar"))
        assert Client().get(address).status_code == 404
        newest = phone.post(reverse("gatherings-calendar")).context["address"]
        phone.post(reverse("gatherings-calendar"), {"end": "1"})
        assert Client().get(newest).status_code == 404
        assert Client().post(reverse("gatherings-calendar")).status_code == 403

    def test_what_is_called_off_is_in_it_as_called_off(self, phone, me):
        role = gathering()
        join(role, me)
        address = phone.post(reverse("gatherings-calendar")).context["address"]
        perform_action(role.session_id, Action.CANCEL, by=host(), words="雨")
        event = Calendar.from_ical(Client().get(address).content).walk("VEVENT")[0]
        assert event["status"] == "CANCELLED"

    def test_my_gatherings(self, phone, me):
        join(gathering(1, title="已报"), me)
        full = gathering(1, title="候补的", starts_at=FRIDAY + timedelta(days=1))
        join(full)
        row = join(full, me)
        assert row.state == WAITING
        page = phone.get(reverse("gatherings-mine")).content.decode()
        assert "已报" in page
        assert "候补中" in page
        assert "登录后" in Client().get(reverse("gatherings-mine")).content.decode()


def test_only_reminders_that_are_still_to_come_are_promised(phone, me):
    role = gathering()
    join(role, me)
    moments = (FRIDAY - timedelta(hours=30), FRIDAY - timedelta(hours=20), FRIDAY - timedelta(minutes=20))
    found = []
    for moment in moments:
        with at(moment):
            page = page_of(phone, role).content.decode()
        found.append(
            ("提前一天，同一时间；提前两小时" in page, "会提醒您：提前两小时" in page, "会提醒您" in page)
        )
    assert found == [(True, False, True), (False, True, True), (False, False, False)]


def test_what_is_over_is_not_shown_as_a_seat(phone, me):
    role = gathering()
    join(role, me)
    assert "已报名" in phone.get(reverse("gatherings-mine")).content.decode()
    Session.objects.filter(pk=role.session_id).update(state=State.CLOSED)
    page = phone.get(reverse("gatherings-mine")).content.decode()
    assert ("已报名" in page, "已结束" in page) == (False, True)


@pytest.mark.parametrize("name", ["sign-up", "ask"])
def test_who_was_signed_out_meanwhile_comes_back_to_a_page_that_opens(name, client):
    role = gathering()
    answer = act(client, role, name, role=role.pk, words="几点开始？")
    assert answer.status_code == 403
    back = re.search(r"\?next=([^\"]+)", answer.content.decode())
    assert back
    assert client.get(back[1]).status_code == 200
