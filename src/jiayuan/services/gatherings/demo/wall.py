"""An evening with a wall: questions of which some are shown, one poll with its result, one that takes votes."""

from random import Random

from jiayuan.foundation.access.actor import Actor

from ..domain.wall.polls import make_poll, perform_on_poll, vote
from ..domain.wall.questions import ask_question, decide_question, support_question
from ..enums import SignUpState
from ..models import Poll, Session, SignUp
from ..wall_enums import PollAction, QuestionAction
from .texts import POLLS, QUESTIONS


def tell_wall(session: Session, worker: Actor, random: Random) -> None:
    """By the same doors as in use; the session takes place."""
    rows = SignUp.objects.filter(session=session, state=SignUpState.HELD, person__isnull=False)
    guests = [Actor(person=row.person) for row in rows.select_related("person").order_by("pk")]
    if len(guests) < 2:
        return
    _ask(session, worker, guests, random)
    for number, (words, choices) in enumerate(POLLS):
        poll = make_poll(session.pk, words, choices, by=worker)
        perform_on_poll(poll.pk, PollAction.OPEN, by=worker)
        _vote(poll, guests[number:], random)
        if number < len(POLLS) - 1:
            perform_on_poll(poll.pk, PollAction.REVEAL, by=worker)
            perform_on_poll(poll.pk, PollAction.CLOSE, by=worker)


def _ask(session: Session, worker: Actor, guests: list[Actor], random: Random) -> None:
    """The last waits for the host, the first is answered."""
    for number, words in enumerate(QUESTIONS):
        asking = guests[number % len(guests)]
        question = ask_question(session.pk, words, by=asking)
        if number == len(QUESTIONS) - 1:
            return
        decide_question(question.pk, QuestionAction.SHOW, by=worker)
        for each in guests:
            if each.pk != asking.pk and random.random() < 0.5:
                support_question(question.pk, by=each)
        if number == 0:
            decide_question(question.pk, QuestionAction.ANSWER, by=worker)


def _vote(poll: Poll, guests: list[Actor], random: Random) -> None:
    choices = list(poll.choices.values_list("pk", flat=True))
    for each in guests:
        vote(poll.pk, random.choice(choices), by=each)
