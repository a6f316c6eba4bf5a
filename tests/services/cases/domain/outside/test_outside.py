"""Somebody outside is asked by a link: who may, what they can answer, when it holds; the case itself never moves."""

from datetime import timedelta
from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import at, now, today
from jiayuan.foundation.clock.spoken import moment_in_full
from jiayuan.foundation.common.errors import Conflict, Gone, Invalid, Missing, Refused
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.deliver import message_of
from jiayuan.foundation.notify.domain.personal_data import erase_notices, export_notices
from jiayuan.foundation.notify.models import Delivery, Notice
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.neighbours.join import JoinDraft, join_case
from jiayuan.services.cases.domain.outside.personal_data import (
    erase_outside,
    export_outside,
    forget_numbers_of_links,
)
from jiayuan.services.cases.domain.outside.reply import note_answer
from jiayuan.services.cases.domain.outside.send import MOST_OPEN, remind_outside, revoke_outside
from jiayuan.services.cases.domain.outside.tokens import find_link, path_of, token_of
from jiayuan.services.cases.domain.queries.outside import asked_of
from jiayuan.services.cases.domain.queries.work import work_counts, work_items
from jiayuan.services.cases.enums import Action, PhotoRole, ProofPolicy, State
from jiayuan.services.cases.models import Case, CasePhoto, Contact, OutsideLink
from jiayuan.services.cases.outside_enums import OutsideKind
from tests.factories import (
    DeliveryFactory,
    NoticeFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    RoleGrantFactory,
)
from tests.services.cases.domain.outside.asking import NUMBER, answer, ask, photos
from tests.services.cases.story import STREET, Story, actor

pytestmark = pytest.mark.django_db
TAKE, ASK, DECLINE, DONE = OutsideKind.TAKE, OutsideKind.ASK, OutsideKind.DECLINE, OutsideKind.DONE


@pytest.fixture
def handled() -> Story:
    return Story().until(Action.ACCEPT)


def days_from_now(given: dict[str, Any]) -> dict[str, Any]:
    """Whole numbers of ``given`` as days from today: a day named at collection is another one after midnight."""
    return {
        name: today() + timedelta(days=value) if isinstance(value, int) else value
        for name, value in given.items()
    }


def last(story: Story) -> Entry:
    entry = Entry.objects.filter(stream_id=story.case.stream).order_by("number").last()
    assert entry
    return entry


class TestSending:
    def test_the_unit_and_the_desk_may_and_the_case_stays_where_it_is(self, handled: Story) -> None:
        before = Case.objects.values("state", "unit", "handler", "due_at").get(pk=handled.case.pk)
        first, second = ask(handled), ask(handled, handled.worker)
        assert (first.unit, second.sent_by) == (handled.unit, handled.worker.person)
        assert Case.objects.values("state", "unit", "handler", "due_at").get(pk=handled.case.pk) == before
        assert last(handled).action == "cases.outside_sent"
        assert last(handled).payload["after"]["name"] == "市供水公司"
        assert NUMBER not in str(last(handled).payload)

    @pytest.mark.parametrize("who", ["resident", "grid"])
    def test_others_may_not_and_are_told_what_to_do(self, handled: Story, who: str) -> None:
        with pytest.raises(Refused) as refused:
            ask(handled, getattr(handled, who))
        assert refused.value.remedy
        assert not OutsideLink.objects.exists()

    def test_only_while_a_unit_has_it(self) -> None:
        story = Story().until(Action.FILE)
        with pytest.raises(Conflict) as refused:
            ask(story, story.worker)
        assert refused.value.code == "state"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": " "}, "name"),
            ({"matter": ""}, "matter"),
            ({"asked": "长" * 501}, "asked"),
            ({"until": None}, "until"),
            ({"until": -1}, "until"),
            ({"until": 91}, "until"),
            ({"phone": "12"}, "phone"),
        ],
    )
    def test_what_is_wrong_is_named(self, handled: Story, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as wrong:
            ask(handled, **days_from_now(changes))
        assert wrong.value.field == field

    def test_what_points_to_a_person_is_taken_out(self, handled: Story) -> None:
        Contact.objects.filter(case=handled.case).update(name="周桂兰")
        neighbour = PersonFactory(name="陈志远")
        join_case(handled.case.pk, JoinDraft(), by=Actor(person=neighbour))
        link = ask(handled, matter="李奶奶家3单元漏水，电话 13812345678，周桂兰和陈志远都说过")
        assert "周桂兰" not in link.matter
        assert "陈志远" not in link.matter
        assert "138" not in link.matter
        assert "李奶奶" not in link.matter

    def test_sent_twice_is_one_link(self, handled: Story) -> None:
        assert ask(handled, nonce="n" * 20).pk == ask(handled, nonce="n" * 20).pk

    def test_no_more_than_five_are_open(self, handled: Story) -> None:
        links = [ask(handled) for _ in range(MOST_OPEN)]
        with pytest.raises(Conflict):
            ask(handled)
        revoke_outside(links[0].pk, by=handled.handler)
        ask(handled)

    def test_neither_the_table_nor_the_message_holds_the_token(self, handled: Story, settings: Any) -> None:
        settings.QUIET_HOURS, settings.PUBLIC_URL = "none", "https://jiayuan.example"
        link = ask(handled)
        token = token_of(link.seed)
        notice = Notice.objects.get(phone=f"+86{NUMBER}")
        assert token not in str(OutsideLink.objects.values().get()) + str(
            Notice.objects.filter(kind="cases.outside").values().get()
        )
        sent = message_of(Delivery.objects.get(notice=notice))
        assert sent.url == f"https://jiayuan.example/o/{token}/"
        assert sent.url in sent.words
        revoke_outside(link.pk, by=handled.handler)
        assert message_of(Delivery.objects.get(notice=notice)).url == ""

    def test_another_secret_key_makes_no_link(self, handled: Story, settings: Any) -> None:
        link = ask(handled)
        old = token_of(link.seed)
        settings.SECRET_KEY = "another" * 8
        assert path_of(link) == ""
        assert find_link(old).pk == link.pk


class TestAnswering:
    def test_each_answer_is_recorded_as_theirs_and_moves_nothing(self, handled: Story) -> None:
        link = ask(handled)
        for kind in (TAKE, ASK, DONE):
            answer(link, kind)
            entry = last(handled)
            assert (entry.action, entry.actor) == (f"cases.outside_{kind}", None)
            assert entry.payload["after"]["role"] == "outside"
            assert entry.payload["after"]["name"] == link.name
        case = Case.objects.get(pk=handled.case.pk)
        assert (case.state, case.handler_id, case.unit) == (State.HANDLING, handled.handler.pk, handled.unit)
        assert not CasePhoto.objects.filter(case=case).exists()
        assert verify([case.stream]).ok

    @pytest.mark.parametrize("final", [DECLINE, DONE])
    def test_the_last_word_is_the_last(self, handled: Story, final: OutsideKind) -> None:
        link = ask(handled)
        answer(link, final)
        for kind in OutsideKind:
            with pytest.raises(Conflict) as refused:
                answer(link, kind)
            assert refused.value.code == "answered"

    @pytest.mark.parametrize(("kind", "many"), [(TAKE, 3), (ASK, 5)])
    def test_each_answer_has_its_number(self, handled: Story, kind: OutsideKind, many: int) -> None:
        link = ask(handled)
        for _ in range(many):
            answer(link, kind)
        with pytest.raises(Conflict) as refused:
            answer(link, kind)
        assert refused.value.code == "used"
        answer(link, DONE)

    def test_sent_twice_is_answered_once(self, handled: Story) -> None:
        link = ask(handled)
        assert answer(link, DONE, nonce="d" * 20).pk == answer(link, DONE, nonce="d" * 20).pk
        with pytest.raises(Conflict):
            answer(ask(handled), ASK, nonce="d" * 20)

    @pytest.mark.parametrize(
        ("kind", "given", "field"),
        [
            (ASK, {"words": ""}, "words"),
            (DECLINE, {"words": " "}, "words"),
            (DONE, {"words": ""}, "words"),
            (DONE, {"photo_ids": []}, "photos"),
            (TAKE, {"expected_on": None}, "expected_on"),
            (TAKE, {"expected_on": -1}, "expected_on"),
        ],
    )
    def test_what_is_missing_is_named(
        self, handled: Story, kind: OutsideKind, given: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as wrong:
            answer(ask(handled), kind, **({"words": "好"} | days_from_now(given)))
        assert wrong.value.field == field

    def test_the_category_asks_for_a_photo_from_before(self) -> None:
        story = Story(proof=ProofPolicy.BOTH).until(Action.ACCEPT)
        link = ask(story)
        with pytest.raises(Invalid) as wrong:
            answer(link, DONE)
        assert wrong.value.field == "before"
        done = answer(link, DONE, before_ids=photos("outside"))
        assert sorted(each.role for each in done.photos.all()) == [PhotoRole.AFTER, PhotoRole.BEFORE]

    def test_somebody_elses_photo_does_not_count(self, handled: Story) -> None:
        with pytest.raises(Invalid):
            answer(ask(handled), DONE, photo_ids=photos("another session"))

    def test_a_forged_link_leads_nowhere(self, handled: Story) -> None:
        ask(handled)
        for token in ("wrong", "x" * 500, ""):
            with pytest.raises(Missing):
                find_link(token)

    def test_a_link_ends(self, handled: Story) -> None:
        revoked, expired, elsewhere = ask(handled), ask(handled), ask(handled)
        revoke_outside(revoked.pk, by=handled.worker)
        with pytest.raises(Gone) as gone:
            answer(revoked, TAKE)
        assert gone.value.code == "revoked"
        with at(expired.expires_at + timedelta(seconds=1)), pytest.raises(Gone) as gone:
            answer(expired, TAKE, expected_on=today() + timedelta(days=30))
        assert gone.value.code == "expired"
        handled.do(Action.RECALL, handled.worker, Given(words="派错了"))
        with pytest.raises(Gone) as gone:
            answer(elsewhere, TAKE)
        assert gone.value.code == "elsewhere"
        assert handled.unit.name in str(gone.value.message)


class TestTakingOver:
    def test_the_unit_hands_in_with_what_came_from_outside(self, handled: Story) -> None:
        done = answer(ask(handled), DONE, words="已换新井盖")
        handled.do(Action.HAND_IN, handled.handler, Given(words="供水公司已更换", outside_id=done.pk))
        assert CasePhoto.objects.get(case=handled.case).role == PhotoRole.AFTER
        entry = Entry.objects.get(stream_id=handled.case.stream, action="cases.hand_in")
        assert entry.payload["after"]["outside_answer"] == done.pk
        assert entry.actor == handled.handler.person
        handled.do(Action.FAIL, handled.grid, Given(words="还在响"))
        with pytest.raises(Invalid) as wrong:
            handled.do(Action.HAND_IN, handled.handler, Given(words="再次", outside_id=done.pk))
        assert wrong.value.field == "outside_id"

    def test_an_answer_about_another_case_is_none(self, handled: Story) -> None:
        done = answer(ask(handled), DONE)
        other = Story().until(Action.ACCEPT)
        with pytest.raises(Invalid):
            other.do(Action.HAND_IN, other.handler, Given(words="好了", outside_id=done.pk))

    def test_the_desk_stands_in_for_a_unit_without_an_account_and_another_verifies(self) -> None:
        story = Story().until(Action.FILE)
        outside = OrganisationFactory(place=PlaceFactory(path=STREET), name="无账号物业")
        story.do(Action.DISPATCH, story.worker, Given(unit_id=outside.pk))
        with pytest.raises(Refused):
            story.do(Action.ACCEPT, story.worker, Given())
        done = answer(ask(story, story.worker), DONE)
        story.do(Action.ACCEPT, story.worker, Given())
        assert last(story).payload["after"]["stands_in"] is True
        story.do(Action.HAND_IN, story.worker, Given(words="物业已修好", outside_id=done.pk))
        assert story.case.unit == outside
        with pytest.raises(Refused, match=r"."):
            story.do(Action.PASS, story.worker, Given())
        story.do(Action.PASS, story.grid, Given())

    def test_nobody_stands_in_for_a_unit_that_has_people(self) -> None:
        story = Story().until(Action.DISPATCH)
        ask(story, story.worker)
        with pytest.raises(Refused):
            story.do(Action.ACCEPT, story.worker, Given())


class TestKeepingInTouch:
    def test_the_handler_finds_the_answer_until_it_is_noted(self, handled: Story) -> None:
        question = answer(ask(handled, handled.worker), ASK, words="在哪一边？电话13812345678")
        for who in (handled.handler, handled.worker):
            (item,) = (each for each in work_items(who, 10) if each.kind == "case-outside")
            assert item.url.endswith(f"/outside/#answer-{question.pk}")
            assert "13812345678" not in item.title
            assert work_counts(who)["case-outside"][1] == 1
        assert "case-outside" not in work_counts(handled.colleague)
        with pytest.raises(Invalid) as wrong:
            note_answer(question.pk, by=handled.handler)
        assert wrong.value.field == "reply"
        note_answer(question.pk, by=handled.handler, reply="路东")
        assert note_answer(question.pk, by=handled.worker, reply="路西").reply == "路东"
        assert "case-outside" not in work_counts(handled.handler)
        with pytest.raises(Refused):
            note_answer(question.pk, by=handled.resident)
        with pytest.raises(Missing):
            note_answer(0, by=handled.handler)

    def test_who_no_longer_works_there_neither_finds_it_nor_is_told(
        self, handled: Story, settings: Any
    ) -> None:
        """They hold another role by now: the case is not theirs to see, and they could not note the answer."""
        settings.QUIET_HOURS = "none"
        link = ask(handled, handled.worker)
        gone = (handled.handler.person, handled.worker.person)
        RoleGrant.objects.filter(person__in=gone).delete()
        elsewhere = PlaceFactory(path="140106005001")
        for each in gone:
            RoleGrantFactory(person=each, role=Role.COMMUNITY_WORKER, place=elsewhere)
        answer(link, ASK, words="在哪一边？")
        for each in gone:
            assert "case-outside" not in work_counts(Actor(person=each))
        assert not Notice.objects.filter(kind="cases.outside_answered").exists()

    def test_where_nobody_handles_it_the_unit_and_the_desk_find_it(self) -> None:
        story = Story().until(Action.DISPATCH)
        answer(ask(story, story.street), TAKE)
        for who in (story.handler, story.colleague, story.worker, story.street):
            assert "case-outside" in work_counts(who)
        assert "case-outside" not in work_counts(actor(Role.COMMUNITY_WORKER, "140106005001"))

    def test_those_who_wait_are_told_once_each(self, handled: Story, settings: Any) -> None:
        settings.QUIET_HOURS = "none"
        link = ask(handled, handled.worker)
        answer(link, DONE, words="好了，13812345678")
        told = Notice.objects.filter(kind="cases.outside_answered")
        assert {each.person for each in told} == {handled.handler.person, handled.worker.person}
        assert all("13812345678" not in each.words for each in told)
        assert not Notice.objects.filter(person=handled.resident.person, kind__contains="outside").exists()

    def test_a_reply_goes_out_by_message(self, handled: Story) -> None:
        link = ask(handled)
        question, taken = answer(link, ASK), answer(link, TAKE)
        before = Notice.objects.filter(kind="cases.outside").count()
        note_answer(taken.pk, by=handled.handler)
        assert Notice.objects.filter(kind="cases.outside").count() == before
        note_answer(question.pk, by=handled.handler, reply="路东")
        assert Notice.objects.filter(kind="cases.outside").count() == before + 1

    def test_the_message_names_the_day_by_its_date(self, handled: Story) -> None:
        """It is kept, sent in the morning and read when it is read."""
        link = ask(handled, until=today() + timedelta(days=1))
        title = Notice.objects.get(kind="cases.outside").title
        assert moment_in_full(link.until) in title
        assert "明天" not in title

    def test_reminded_once_a_day_and_three_times(self, handled: Story) -> None:
        link = ask(handled, until=today() + timedelta(days=20))
        with pytest.raises(Conflict):
            remind_outside(link.pk, by=handled.handler)
        for day in range(1, 4):
            with at(now() + timedelta(days=day)):
                remind_outside(link.pk, by=handled.handler, nonce=f"r{day:0>20}")
                remind_outside(link.pk, by=handled.handler, nonce=f"r{day:0>20}")
        assert OutsideLink.objects.get(pk=link.pk).reminders == 3
        with at(now() + timedelta(days=5)), pytest.raises(Conflict):
            remind_outside(link.pk, by=handled.handler)
        with pytest.raises(Refused):
            remind_outside(link.pk, by=handled.resident)

    def test_who_has_no_number_or_answered_is_not_reminded(self, handled: Story) -> None:
        silent, done = ask(handled, phone=""), ask(handled)
        answer(done, DONE)
        for link in (silent, done):
            with at(now() + timedelta(days=1)), pytest.raises(Conflict):
                remind_outside(link.pk, by=handled.handler)
        with pytest.raises(Missing):
            remind_outside(0, by=handled.handler)
        assert not Notice.objects.filter(phone="").filter(kind="cases.outside").exists()

    def test_taken_back_twice_is_recorded_once(self, handled: Story) -> None:
        link = ask(handled)
        for _ in range(2):
            revoke_outside(link.pk, by=handled.handler)
        revoked = Entry.objects.filter(stream_id=handled.case.stream, action="cases.outside_revoked")
        assert revoked.count() == 1

    def test_what_waits_for_a_link_taken_back_is_not_sent(self, handled: Story) -> None:
        """The other link of the case still holds, and its message goes out."""
        back, holds = ask(handled), ask(handled)
        revoke_outside(back.pk, by=handled.handler)
        told = Delivery.objects.filter(notice__kind="cases.outside")
        # a number or its digits, as the database has them
        states = {int(link): state for link, state in told.values_list("notice__params__link", "state")}
        assert states == {back.pk: "cancelled", holds.pk: "waiting"}

    def test_how_each_stands_is_said(self, handled: Story) -> None:
        opened, taken, done, revoked, _fresh = (ask(handled, name=each) for each in "甲乙丙丁戊")
        OutsideLink.objects.filter(pk=opened.pk).update(opened_at=now())
        answer(taken, TAKE)
        answer(done, DONE)
        revoke_outside(revoked.pk, by=handled.handler)
        stands = {
            each.link.name: (each.standing.shape, each.standing.waits) for each in asked_of(handled.case)
        }
        assert stands == {
            "甲": ("eye", True), "乙": ("wrench", True), "丙": ("check", False),
            "丁": ("undo-2", False), "戊": ("send", True),
        }  # fmt: skip
        with at(now() + timedelta(days=30)):
            assert {each.standing.shape for each in asked_of(handled.case)} == {
                "check",
                "undo-2",
                "hourglass",
            }
        handled.do(Action.RECALL, handled.worker, Given(words="派错了"))
        assert {each.standing.waits for each in asked_of(handled.case)} == {False}


def test_a_number_is_handed_out_forgotten_and_does_not_stay(handled: Story) -> None:
    link, other = ask(handled), ask(handled, phone="13900002222")
    person = PersonFactory(phone=f"+86{NUMBER}")
    answer(link, TAKE)
    (told,) = export_outside(person)
    assert told["answers"][0]["kind"] == "take"
    assert erase_outside(person) == 1
    assert export_outside(person) == []
    nobody = PersonFactory(phone=None)
    assert (export_outside(nobody), erase_outside(nobody)) == ([], 0)
    assert forget_numbers_of_links() == 0
    with at(other.expires_at + timedelta(days=31)):
        assert forget_numbers_of_links() == 1


def test_what_was_sent_to_a_number_goes_with_the_number(handled: Story) -> None:
    """By the clock what the link sent, and nothing else that went to the same number; by its owner all of it."""
    link, number = ask(handled, phone="13900002222"), "+8613900002222"
    own = NoticeFactory(person=None, phone=number)
    DeliveryFactory(notice=own, address=number)
    before = Notice.objects.filter(phone=number).count()
    assert Delivery.objects.filter(address=number).count() == before >= 2
    with at(link.expires_at + timedelta(days=31)):
        forget_numbers_of_links()
    assert list(Notice.objects.filter(phone=number)) == [own]
    assert Delivery.objects.get(address=number).notice == own
    person = PersonFactory(phone=number)
    held = export_notices(person)["notices"]
    assert [(each["number"], each["sent"][0]["to"]) for each in held] == [(number, number)]
    erase_notices(person)
    assert not Notice.objects.filter(phone=number).exists()
    assert not Delivery.objects.filter(address=number).exists()
