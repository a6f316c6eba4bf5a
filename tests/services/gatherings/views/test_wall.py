"""The wall in the hall, the page on the phone, and what the host does with both."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.services.gatherings.models import Poll, PollVote, Question, SessionRole
from tests.services.gatherings.scene import THURSDAY, gathering, host, join, resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_thursday() -> Any:
    with at(THURSDAY):
        yield


@pytest.fixture
def hall() -> SessionRole:
    return gathering(3)


@pytest.fixture
def desk(sign_in: Any) -> Client:
    return sign_in(host().person)  # type: ignore[no-any-return]


@pytest.fixture
def guest(hall: SessionRole) -> Actor:
    who = resident()
    join(hall, who)
    return who


def url(name: str, hall: SessionRole) -> str:
    return reverse(name, args=[hall.session_id])


def read(client: Client, name: str, hall: SessionRole) -> str:
    answer = client.get(url(name, hall))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_question_from_the_phone_to_the_wall(
    hall: SessionRole, guest: Actor, desk: Client, sign_in: Any
) -> None:
    phone, visitor = sign_in(guest.person), Client()
    sent = {"words": "几号楼先装电梯？", "nonce": "q" * 16}
    for _turn in range(2):
        assert phone.post(url("gathering-ask", hall), sent).status_code == 302
    question = Question.objects.get()
    assert sent["words"] not in read(visitor, "gathering-wall", hall)
    assert sent["words"] in read(desk, "console-gathering-wall", hall)
    form = {"question": question.pk, "action": "show"}
    assert desk.post(url("console-gathering-question", hall), form).status_code == 302
    wall = read(visitor, "gathering-wall", hall)
    assert sent["words"] in wall
    assert guest.person.name not in wall
    assert url("gathering-support", hall) not in read(visitor, "gathering-live", hall)
    other = resident()
    join(hall, other)
    assert sign_in(other.person).post(url("gathering-support", hall), form).status_code == 302
    assert question.supports.get().person == other.person


def test_what_was_typed_comes_back(hall: SessionRole, guest: Actor, sign_in: Any) -> None:
    answer = sign_in(guest.person).post(url("gathering-ask", hall), {"words": "长" * 200})
    assert answer.status_code == 422
    assert "长" * 200 in answer.content.decode()
    assert "data-fault" in answer.content.decode()


def test_a_poll_from_the_desk_to_the_phone_and_back(
    hall: SessionRole, guest: Actor, desk: Client, sign_in: Any
) -> None:
    phone, visitor, polls = sign_in(guest.person), Client(), url("console-gathering-poll", hall)
    wrong = desk.post(polls, {"words": "下次几点？", "choices": "六点"})
    assert wrong.status_code == 422
    assert "下次几点？" in wrong.content.decode()
    for _turn in range(2):
        sent = {"words": "下次几点？", "choices": "六点\r\n七点\r\n", "nonce": "p" * 16}
        assert desk.post(polls, sent).status_code == 302
    poll = Poll.objects.get()
    six = poll.choices.all()[0]
    assert "下次几点？" not in read(visitor, "gathering-wall", hall)
    assert desk.post(polls, {"poll": poll.pk, "action": "open"}).status_code == 302
    assert "100%" not in read(visitor, "gathering-wall", hall)
    for _turn in range(2):
        ballot = {"poll": poll.pk, "choice": six.pk}
        assert phone.post(url("gathering-vote", hall), ballot).status_code == 302
    assert PollVote.objects.get().choice == six
    other = poll.choices.all()[1]
    assert phone.post(url("gathering-vote", hall), {"poll": poll.pk, "choice": other.pk}).status_code == 409
    desk.post(polls, {"poll": poll.pk, "action": "reveal"})
    assert "1 · 100%" in read(visitor, "gathering-wall", hall)


@pytest.mark.parametrize(
    "form", [{}, {"question": "x", "action": "show"}, {"question": "1", "action": "burn"}], ids=str
)
def test_a_wrong_form_is_told_so(hall: SessionRole, desk: Client, form: dict[str, str]) -> None:
    assert desk.post(url("console-gathering-question", hall), form).status_code == 422


def test_elsewhere_nothing_is_moderated(hall: SessionRole, guest: Actor, desk: Client, sign_in: Any) -> None:
    sign_in(guest.person).post(url("gathering-ask", hall), {"words": "问"})
    other = sign_in(host("140106004011").person)
    form = {"question": Question.objects.get().pk, "action": "show"}
    assert other.post(url("console-gathering-question", hall), form).status_code == 404
    mine = gathering(2)
    assert desk.post(url("console-gathering-question", mine), form).status_code == 404
    poll = {"poll": "1", "action": "open"}
    assert desk.post(url("console-gathering-poll", mine), poll).status_code == 404


def test_reading_costs_the_same_with_many(
    hall: SessionRole, guest: Actor, desk: Client, django_assert_max_num_queries: Any
) -> None:
    from tests.factories import PollChoiceFactory, PollFactory, QuestionFactory, SupportFactory

    for number in range(12):
        SupportFactory(question=QuestionFactory(session=hall.session, state="shown"))
        PollChoiceFactory(poll=PollFactory(session=hall.session, state="closed", is_revealed=bool(number)))
    with django_assert_max_num_queries(6):
        read(Client(), "gathering-wall", hall)
    read(desk, "console-gathering-wall", hall)  # the first visit fills caches
    with django_assert_max_num_queries(10):
        read(desk, "console-gathering-wall", hall)
