"""What people choose for themselves, and what the IT staff see and do."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.channels.base import SendingFailed
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.errors import Conflict, Missing, Refused
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.duties.domain.run import run_all
from jiayuan.foundation.duties.models import DutyRun
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.alarm import watch_duties
from jiayuan.foundation.notify.domain.choose import choose, quiet_hours_of
from jiayuan.foundation.notify.domain.deliver import deliver_due
from jiayuan.foundation.notify.domain.mend import cancel_delivery, retry_all, retry_delivery
from jiayuan.foundation.notify.domain.personal_data import erase_notices, export_notices
from jiayuan.foundation.notify.domain.tidy import tidy_outbox
from jiayuan.foundation.notify.domain.withdraw import withdraw
from jiayuan.foundation.notify.enums import State
from jiayuan.foundation.notify.models import Choice, Delivery, Notice, QuietHours
from jiayuan.foundation.people.models import Person
from tests.factories import ChoiceFactory, DeliveryFactory, NoticeFactory, PersonFactory, QuietHoursFactory

from .conftest import Provider

pytestmark = pytest.mark.django_db
MINE, OUTBOX = "/me/notices/", "/console/outbox/"
SignIn = Callable[[Person], Client]
HOURS = {"begins": "21:00", "ends": "08:00"}


class TestChoices:
    def test_it_shows_what_holds_now(self, sign_in: SignIn) -> None:
        page = sign_in(PersonFactory(email="li@example.cn")).get(MINE).content.decode()
        assert 'name="sample" value="sms" checked' in page
        assert 'name="sample" value="email">' in page
        assert "微信" not in page
        assert "duties.late" not in page

    def test_it_keeps_what_was_chosen(self, sign_in: SignIn) -> None:
        person = PersonFactory(email="li@example.cn")
        client = sign_in(person)
        assert client.post(MINE, {**HOURS, "sample": ["email", "pigeon"]}).status_code == 302
        kept = dict(Choice.objects.filter(person=person, kind="sample").values_list("way", "is_wanted"))
        assert kept == {"email": True, "sms": False}
        page = client.get(MINE).content.decode()
        assert 'name="sample" value="sms">' in page
        assert 'value="21:00"' in page
        assert str(QuietHours.objects.get(person=person)) == "21:00-08:00"
        assert "True" in str(Choice.objects.get(way="email", kind="sample"))

    def test_what_waits_over_a_way_no_longer_wanted_is_not_sent(self) -> None:
        waiting = DeliveryFactory()
        choose(waiting.notice.person, {"sample": set()}, ways=["sms"])
        waiting.refresh_from_db()
        assert waiting.state == State.CANCELLED

    def test_what_was_refused_or_given_up_goes_to_nobody_who_said_no_since(
        self, it: Person, provider: Provider
    ) -> None:
        """Neither one by one, nor all again after an outage."""
        states = (State.FAILED, State.GIVEN_UP, State.UNCERTAIN)
        rows = [DeliveryFactory(state=state, ended_at=now()) for state in states]
        still_wanted = DeliveryFactory(state=State.FAILED, ended_at=now())
        for each in rows:
            choose(each.notice.person, {"sample": set()}, ways=["sms"])
            with pytest.raises(Conflict, match="不想以这种方式"):
                retry_delivery(each.pk, by=Actor(person=it))
        assert retry_all(by=Actor(person=it)) == 1
        deliver_due()
        assert [each.reference for each in provider.taken] == [still_wanted.reference]

    def test_who_says_no_while_it_is_under_way_is_not_told_any_more(self, provider: Provider) -> None:
        """It was in a messenger's hands when they chose; the provider was out, and it came back to wait."""
        delivery = DeliveryFactory()
        provider.faults = [SendingFailed("out", retry_after=1)]
        Choice.objects.create(person=delivery.notice.person, kind="sample", way="sms", is_wanted=True)
        deliver_due()
        Choice.objects.update(is_wanted=False)  # as chosen when there was nothing to cancel
        with at(now() + timedelta(days=1)):
            deliver_due()
        delivery.refresh_from_db()
        assert (provider.taken, delivery.state, delivery.because) == ([], State.CANCELLED, "opted_out")

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_hours_that_end_when_they_begin_are_refused_with_the_way_to_have_none(
        self, sign_in: SignIn, language: str
    ) -> None:
        person = PersonFactory()
        client = sign_in(person)
        client.cookies["jiayuan_prefs"] = f"{language}.0.auto"
        refused = client.post(MINE, {"begins": "08:00", "ends": "08:00", "sample": []})
        said = {"zh": "08:00 到 08:00，可能是全天，也可能是从不", "en": "could mean always or never"}[
            language
        ]
        assert (refused.status_code, said in refused.content.decode()) == (422, True)
        assert not QuietHours.objects.exists()
        answer = client.post(MINE, {"begins": "08:00", "ends": "08:00", "none": "1", "sample": []})
        assert answer.status_code == 302
        assert quiet_hours_of(person).is_never
        page = client.get(MINE).content.decode()
        assert 'name="none" value="1" checked' in page
        assert 'value="22:00"' in page

    def test_a_wrong_time_changes_nothing(self, sign_in: SignIn) -> None:
        person = PersonFactory()
        response = sign_in(person).post(MINE, {"begins": "spät", "ends": "08:00", "sample": []})
        assert response.status_code == 422
        assert "请写成 22:00 这样" in response.content.decode()
        assert not Choice.objects.filter(person=person).exists()

    def test_who_cannot_be_reached_is_told_so(self, sign_in: SignIn) -> None:
        client = sign_in(PersonFactory(phone=None, username="wang"))
        assert "我们没有您的手机号" in client.get(MINE).content.decode()
        assert client.post(MINE, HOURS).status_code == 302

    def test_ones_own_hours_go_before_the_districts(self, settings: Any) -> None:
        settings.QUIET_HOURS = "21:30-07:30"
        person = PersonFactory()
        assert quiet_hours_of(person).begins == time(21, 30)
        QuietHoursFactory(person=person)
        assert quiet_hours_of(person).begins == time(20)

    def test_visitors_sign_in_and_the_page_is_reached(self, client: Client, sign_in: SignIn) -> None:
        assert "/sign-in/" in client.get(MINE)["Location"]
        assert MINE in sign_in(PersonFactory()).get("/me/").content.decode()

    def test_it_kinds_are_for_it_staff(self, sign_in: SignIn, person_with: Callable[..., Person]) -> None:
        page = sign_in(person_with(Role.IT_STAFF, "140106")).get(MINE).content.decode()
        assert 'name="duties.late"' in page


@pytest.fixture
def it(person_with: Callable[..., Person]) -> Person:
    return person_with(Role.IT_STAFF, "140106")


class TestOutbox:
    def test_it_shows_what_needs_looking_at_masked_and_without_words(
        self, it: Person, sign_in: SignIn
    ) -> None:
        DeliveryFactory(state=State.FAILED, error="isv.MOBILE: 非法手机号")
        DeliveryFactory(state=State.SENT)
        page = sign_in(it).get(OUTBOX).content.decode()
        assert "138****5678" in page
        assert "13812345678" not in page
        assert "今天下午来修" not in page
        assert "isv.MOBILE" in page
        assert "最近 24 小时发出 1 条消息" in page
        assert page.count("/retry/") == 2

    @pytest.mark.parametrize("state", [*State.values, "nonsense", ""])
    def test_by_state(self, it: Person, sign_in: SignIn, state: str) -> None:
        assert sign_in(it).get(OUTBOX, {"state": state}).status_code == 200

    def test_what_should_have_left_is_said(self, it: Person, sign_in: SignIn) -> None:
        DeliveryFactory(due_at=now() - timedelta(minutes=11))
        page = sign_in(it).get(OUTBOX, {"state": "waiting"}).content.decode()
        assert "有 1 条消息超过十分钟还没发出去" in page

    def test_the_cost_does_not_grow(
        self, it: Person, sign_in: SignIn, django_assert_max_num_queries: Any
    ) -> None:
        client = sign_in(it)
        client.get(OUTBOX)  # the first page after signing in also writes the session's own rows
        counts = []
        for _round in range(2):
            DeliveryFactory.create_batch(5, state=State.GIVEN_UP)
            with django_assert_max_num_queries(20) as context:
                client.get(OUTBOX)
            counts.append(len(context.captured_queries))
        assert counts[0] == counts[1]

    def test_buttons(self, it: Person, sign_in: SignIn) -> None:
        client, one, two = (
            sign_in(it),
            DeliveryFactory(state=State.FAILED),
            DeliveryFactory(state=State.GIVEN_UP),
        )
        assert client.post(f"{OUTBOX}{one.pk}/retry/").status_code == 302
        assert client.post(f"{OUTBOX}{two.pk}/cancel/").status_code == 302
        assert client.post(f"{OUTBOX}retry/").status_code == 302
        assert set(Delivery.objects.values_list("state", flat=True)) == {State.WAITING, State.CANCELLED}
        assert client.get(f"{OUTBOX}{one.pk}/retry/").status_code == 405

    def test_others_are_refused(self, person_with: Callable[..., Person], sign_in: SignIn) -> None:
        client = sign_in(person_with(Role.DISTRICT_OFFICER, "140106"))
        assert client.get(OUTBOX).status_code == 403
        assert client.get("/console/duties/").status_code == 403

    def test_it_is_linked_from_the_settings(self, it: Person, sign_in: SignIn) -> None:
        assert OUTBOX in sign_in(it).get("/console/settings/").content.decode()


class TestMending:
    def test_a_second_beginning(self, it: Person, provider: Provider) -> None:
        failed = DeliveryFactory(state=State.GIVEN_UP, attempts=12, error="busy")
        retry_delivery(failed.pk, by=Actor(person=it))
        failed.refresh_from_db()
        assert (failed.state, failed.attempts, failed.error, failed.ended_at) == (State.WAITING, 0, "", None)
        assert Entry.objects.get(stream=f"delivery/{failed.pk}").action == "notify.retry"
        deliver_due()
        assert len(provider.taken) == 1

    def test_what_is_uncertain_is_asked_for_first_and_then_sent_by_their_word(
        self, it: Person, provider: Provider
    ) -> None:
        doubt = DeliveryFactory(state=State.UNCERTAIN, handed_at=now())
        provider.memory = None
        retry_delivery(doubt.pk, by=Actor(person=it))
        deliver_due()
        assert len(provider.asked) == len(provider.taken) == 1

    def test_what_arrived_after_all_is_not_sent(self, it: Person, provider: Provider) -> None:
        doubt = DeliveryFactory(state=State.UNCERTAIN, handed_at=now())
        provider.was_sent = lambda *_: True  # type: ignore[method-assign]
        retry_delivery(doubt.pk, by=Actor(person=it))
        deliver_due()
        doubt.refresh_from_db()
        assert (doubt.state, provider.taken) == (State.SENT, [])

    def test_refusals(self, it: Person, person_with: Callable[..., Person]) -> None:
        sent, failed = DeliveryFactory(state=State.SENT), DeliveryFactory(state=State.FAILED)
        with pytest.raises(Conflict):
            retry_delivery(sent.pk, by=Actor(person=it))
        with pytest.raises(Missing):
            cancel_delivery(0, by=Actor(person=it))
        worker = Actor(person=person_with(Role.COMMUNITY_WORKER))
        for mend in (retry_delivery, cancel_delivery):
            with pytest.raises(Refused):
                mend(failed.pk, by=worker)
        with pytest.raises(Refused):
            retry_all(by=worker)

    def test_only_what_the_staff_cancelled_themselves_goes_out_after_all(
        self, it: Person, sign_in: SignIn, provider: Provider
    ) -> None:
        """What its reader does not want, or what does not hold any more, is nobody's to send."""
        declined, own, untrue = DeliveryFactory(), DeliveryFactory(), DeliveryFactory()
        choose(declined.notice.person, {"sample": set()}, ways=["sms"])
        cancel_delivery(own.pk, by=Actor(person=it))
        assert withdraw("sample", stream=untrue.notice.entry.stream_id, params={"no": "such"}) == 0
        assert withdraw("sample", stream=untrue.notice.entry.stream_id) == 1
        page = sign_in(it).get(OUTBOX, {"state": State.CANCELLED}).content.decode()
        assert page.count("/retry/") == 1
        for each in (declined, untrue):
            with pytest.raises(Conflict):
                retry_delivery(each.pk, by=Actor(person=it))
        retry_delivery(own.pk, by=Actor(person=it))
        deliver_due()
        assert [each.reference for each in provider.taken] == [own.reference]
        own.refresh_from_db()
        assert (own.state, own.because) == (State.SENT, "")

    def test_everything_again_after_an_outage(self, it: Person) -> None:
        DeliveryFactory.create_batch(21, state=State.GIVEN_UP)
        uncertain = DeliveryFactory(state=State.UNCERTAIN)
        assert retry_all(by=Actor(person=it)) == 21
        due = list(
            Delivery.objects.filter(state=State.WAITING).order_by("pk").values_list("due_at", flat=True)
        )
        assert due[-1] - due[0] == timedelta(seconds=1)
        uncertain.refresh_from_db()
        assert uncertain.state == State.UNCERTAIN
        assert retry_all(by=Actor(person=it)) == 0
        assert Entry.objects.filter(stream="outbox").count() == 1


class TestAlarm:
    def late(self) -> Any:
        with at(datetime(2026, 3, 2, 4, tzinfo=UTC)):
            run_all()
        DutyRun.objects.filter(pk="cases escalate").update(error="RuntimeError: out of paper")
        return at(datetime(2026, 3, 2, 4, 20, tzinfo=UTC))

    def test_it_staff_are_told_once_each_time(self, it: Person) -> None:
        with self.late():
            rung = watch_duties()
            assert rung >= 1
            assert watch_duties() == 0
        notice = Notice.objects.get(person=it, entry__stream_id="duty/cases escalate")
        assert notice.title == "没有按时完成：逾期事项逐级上报"
        assert notice.words == "RuntimeError: out of paper"
        assert notice.is_urgent
        assert Delivery.objects.filter(notice=notice).count() == 1
        DutyRun.objects.update(ok_at=datetime(2026, 3, 3, 4, tzinfo=UTC))
        with at(datetime(2026, 3, 3, 4, 20, tzinfo=UTC)):
            assert watch_duties() == rung

    def test_the_page_of_the_clock(self, it: Person, sign_in: SignIn) -> None:
        client = sign_in(it)
        page = client.get("/console/duties/").content.decode()
        assert "还没有做过" in page
        with self.late():
            page = client.get("/console/duties/").content.decode()
        assert "没有按时" in page
        assert not any(name in page for name in registers.duties.names()), "names of the house, in English"
        assert "out of paper" in page
        assert page.count("<tr data-row>") == len(registers.duties.names())

    def test_staff_read_it_among_their_messages(self, it: Person, sign_in: SignIn) -> None:
        with self.late():
            watch_duties()
        client = sign_in(it)
        assert "phone-count" in client.get("/").content.decode()
        page = client.get("/messages/").content.decode()
        assert "没有按时完成：逾期事项逐级上报" in page
        assert 'href="/console/duties/"' in page
        assert "phone-count" not in client.get("/").content.decode()


class TestPersonalData:
    def test_handed_out_and_forgotten(self) -> None:
        delivery = DeliveryFactory()
        person = delivery.notice.person
        ChoiceFactory(person=person)
        QuietHoursFactory(person=person)
        held = export_notices(person)
        assert held["quiet_hours"] == "20:00-08:00"
        assert held["choices"] == [{"kind": "sample", "way": "sms", "wanted": True}]
        assert held["notices"][0]["sent"] == [{"way": "sms", "to": "+8613812345678", "state": "waiting"}]
        NoticeFactory()
        assert erase_notices(person) == 3
        assert export_notices(person) == {"quiet_hours": None, "choices": [], "notices": []}
        assert Notice.objects.count() == 1

    def test_the_outbox_is_tidied(self) -> None:
        DeliveryFactory(state=State.SENT)
        waiting = DeliveryFactory()
        number = NoticeFactory(person=None, phone="+8613812345678")
        assert tidy_outbox() == 0
        with at(now() + timedelta(days=91)):
            assert tidy_outbox() == 2
        assert Delivery.objects.get() == waiting
        assert not Notice.objects.filter(pk=number.pk).exists()
        with at(now() + timedelta(days=731)):
            assert tidy_outbox() == 1
        assert Notice.objects.get() == waiting.notice
