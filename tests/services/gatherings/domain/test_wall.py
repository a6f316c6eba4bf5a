"""Questions and polls of a hall: who may, what is shown, and one vote a person."""

from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused, TooMany
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.domain.wall.personal_data import erase_wall, export_wall
from jiayuan.services.gatherings.domain.wall.polls import make_poll, perform_on_poll, vote
from jiayuan.services.gatherings.domain.wall.queries import poll_on_wall, questions_on_wall
from jiayuan.services.gatherings.domain.wall.questions import (
    ask_question,
    decide_question,
    support_question,
)
from jiayuan.services.gatherings.enums import Action
from jiayuan.services.gatherings.models import Poll, PollVote, Question, SessionRole
from jiayuan.services.gatherings.wall_enums import PollAction, QuestionAction
from tests.services.gatherings.scene import FRIDAY, THURSDAY, gathering, host, join, resident

pytestmark = pytest.mark.django_db
SHOW, ANSWER, HIDE = QuestionAction.SHOW, QuestionAction.ANSWER, QuestionAction.HIDE


@pytest.fixture(autouse=True)
def on_thursday() -> Any:
    with at(THURSDAY):
        yield


@pytest.fixture
def hall() -> SessionRole:
    return gathering(3)


def guest(hall: SessionRole) -> Actor:
    who = resident()
    join(hall, who)
    return who


def asked(hall: SessionRole, words: str = "电梯什么时候装？", by: Actor | None = None) -> Question:
    return ask_question(hall.session_id, words, by=by or guest(hall))


def on_wall(hall: SessionRole) -> list[tuple[str, int]]:
    return [(each.words, each.wanted_by) for each in questions_on_wall(hall.session)]


def poll(hall: SessionRole, by: Actor, *actions: PollAction) -> Poll:
    made = make_poll(hall.session_id, "下次几点？", ["六点", "七点"], by=by)
    for action in actions:
        made = perform_on_poll(made.pk, action, by=by)
    return made


class TestQuestions:
    def test_it_is_on_the_wall_only_once_the_host_lets_it_through(self, hall: SessionRole) -> None:
        by = host()
        question = asked(hall)
        assert on_wall(hall) == []
        decide_question(question.pk, SHOW, by=by)
        assert on_wall(hall) == [("电梯什么时候装？", 0)]
        decide_question(question.pk, HIDE, by=by)
        assert on_wall(hall) == []
        assert [each.action for each in Entry.objects.filter(stream_id=question.stream).order_by("pk")] == [
            "gatherings.ask",
            "gatherings.question_show",
            "gatherings.question_hide",
        ]

    def test_the_most_wanted_first_and_what_is_answered_last(self, hall: SessionRole) -> None:
        by, (one, two, three) = host(), [guest(hall) for _turn in range(3)]
        first, second, third = (asked(hall, words, one) for words in ("甲？", "乙？", "丙？"))
        for each in (first, second, third):
            decide_question(each.pk, SHOW, by=by)
        assert [support_question(second.pk, by=each) for each in (two, three, two)] == [True, True, False]
        support_question(third.pk, by=two)
        decide_question(second.pk, ANSWER, by=by)
        assert on_wall(hall) == [("丙？", 1), ("甲？", 0), ("乙？", 2)]

    def test_sent_twice_it_is_asked_once(self, hall: SessionRole) -> None:
        who = guest(hall)
        both = [ask_question(hall.session_id, "同一句？", by=who, nonce="n" * 16) for _turn in range(2)]
        assert both[0] == both[1]
        assert Question.objects.count() == 1

    def test_who_is_not_there_reads_only(self, hall: SessionRole) -> None:
        shown = decide_question(asked(hall).pk, SHOW, by=host())
        for who in (resident(), Actor()):
            with pytest.raises(Refused):
                ask_question(hall.session_id, "我也想问", by=who)
            with pytest.raises(Refused):
                support_question(shown.pk, by=who)

    def test_who_waits_for_a_seat_is_not_there(self, hall: SessionRole) -> None:
        for _turn in range(3):
            guest(hall)
        with pytest.raises(Refused):
            asked(hall)

    def test_only_the_host_decides_and_only_what_the_table_allows(self, hall: SessionRole) -> None:
        question = asked(hall)
        with pytest.raises(Refused):
            decide_question(question.pk, SHOW, by=host("140106004011"))
        with pytest.raises(Conflict):
            decide_question(question.pk, ANSWER, by=host())
        with pytest.raises(Missing):
            decide_question(question.pk + 1, SHOW, by=host())
        with pytest.raises(Missing):
            support_question(question.pk, by=guest(hall))

    def test_a_flood_is_held_back(self, hall: SessionRole) -> None:
        who = guest(hall)
        for number in range(5):
            asked(hall, f"第{number}问", who)
        with pytest.raises(TooMany):
            asked(hall, "第六问", who)
        with pytest.raises(Invalid):
            asked(hall, "长" * 161)

    def test_when_it_is_over_nothing_is_asked(self, hall: SessionRole) -> None:
        who = guest(hall)
        with at(FRIDAY):
            perform_action(hall.session_id, Action.CLOSE, by=host())
            with pytest.raises(Refused) as refused:
                asked(hall, by=who)
        assert refused.value.remedy


class TestPolls:
    def test_one_vote_and_the_result_when_the_host_opens_it(self, hall: SessionRole) -> None:
        by, who = host(), guest(hall)
        made = poll(hall, by)
        assert poll_on_wall(hall.session) is None
        with pytest.raises(Conflict) as refused:
            vote(made.pk, made.choices.all()[0].pk, by=who)
        assert refused.value.code == "closed"
        perform_on_poll(made.pk, PollAction.OPEN, by=by)
        six, seven = made.choices.all()
        vote(made.pk, six.pk, by=who)
        vote(made.pk, six.pk, by=who)
        with pytest.raises(Conflict) as refused:
            vote(made.pk, seven.pk, by=who)
        assert refused.value.code == "voted"
        vote(made.pk, seven.pk, by=guest(hall))
        shown = poll_on_wall(hall.session, who)
        assert shown is not None
        assert not shown.poll.is_revealed
        assert (shown.votes, shown.own) == (2, six.pk)
        perform_on_poll(made.pk, PollAction.CLOSE, by=by)
        assert poll_on_wall(hall.session) is None
        perform_on_poll(made.pk, PollAction.REVEAL, by=by)
        shown = poll_on_wall(hall.session)
        assert shown is not None
        assert [(each.votes, each.share) for each in shown.answers] == [(1, 50), (1, 50)]

    def test_what_one_voted_is_not_in_the_ledger(self, hall: SessionRole) -> None:
        made = poll(hall, host(), PollAction.OPEN)
        vote(made.pk, made.choices.all()[1].pk, by=guest(hall))
        entry = Entry.objects.get(action="gatherings.vote")
        assert entry.payload["after"] == {"session": hall.session_id, "state": "open"}

    def test_one_poll_takes_votes_at_a_time(self, hall: SessionRole) -> None:
        by = host()
        poll(hall, by, PollAction.OPEN)
        second = poll(hall, by)
        with pytest.raises(Conflict) as refused:
            perform_on_poll(second.pk, PollAction.OPEN, by=by)
        assert refused.value.code == "other-open"
        with pytest.raises(Conflict):
            perform_on_poll(second.pk, PollAction.REVEAL, by=by)

    @pytest.mark.parametrize("choices", [[], ["一个"], ["甲", "甲"], [str(each) for each in range(9)]])
    def test_answers_that_will_not_do(self, hall: SessionRole, choices: list[str]) -> None:
        with pytest.raises(Invalid) as refused:
            make_poll(hall.session_id, "问什么？", choices, by=host())
        assert refused.value.field == "choices"

    def test_an_answer_of_another_poll_is_none(self, hall: SessionRole) -> None:
        by = host()
        first, other = poll(hall, by, PollAction.OPEN), poll(hall, by)
        with pytest.raises(Missing):
            vote(first.pk, other.choices.all()[0].pk, by=guest(hall))
        with pytest.raises(Refused):
            vote(first.pk, first.choices.all()[0].pk, by=resident())


def test_forgotten_is_who_and_what_was_asked_but_not_the_count(hall: SessionRole) -> None:
    by, one, two = host(), guest(hall), guest(hall)
    question, other = asked(hall, "我的？", one), asked(hall, "别人的？", two)
    for each in (question, other):
        decide_question(each.pk, SHOW, by=by)
    support_question(other.pk, by=one)
    made = poll(hall, by, PollAction.OPEN)
    vote(made.pk, made.choices.all()[0].pk, by=one)
    held = export_wall(one.person)
    assert (held["asked"][0]["words"], held["supported"], held["voted"][0]["for"]) == (
        "我的？",
        ["别人的？"],
        "六点",
    )
    assert erase_wall(one.person) == 3
    assert on_wall(hall) == [("别人的？", 1)]
    assert PollVote.objects.get().person is None
    assert export_wall(one.person) == {"asked": [], "supported": [], "voted": []}
