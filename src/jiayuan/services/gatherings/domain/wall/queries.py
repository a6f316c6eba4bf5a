"""What the hall, a phone and the host read of the wall. Constant numbers of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from jiayuan.foundation.access.actor import Actor

from ...models import Poll, PollChoice, PollVote, Question, Session, Support
from ...wall_enums import PollState

ON_WALL, FOR_HOST = 8, 100
"""As many as a hall reads without scrolling; as many as a host goes through."""


@dataclass(frozen=True)
class Answer:
    """One answer of a poll with its votes; ``share`` in whole percent of all votes."""

    choice: PollChoice
    votes: int
    share: int


@dataclass(frozen=True)
class PollShown:
    poll: Poll
    answers: Sequence[Answer]
    votes: int
    own: int | None = None
    """The answer that the reader gave."""


def questions_on_wall(session: Session, limit: int = ON_WALL) -> list[Question]:
    return list(Question.objects.filter(session=session).on_wall()[:limit])


def questions_for_host(session: Session) -> list[Question]:
    """Those that wait first, in the order in which they came; then what was decided, the latest first."""
    rows = Question.objects.filter(session=session).counted()
    return list(rows.order_by("-state", "asked_at", "pk")[:FOR_HOST])


def supported_by(questions: Sequence[Question], actor: Actor) -> set[int]:
    """Which of them this reader supports already, or asked."""
    if actor.pk is None or not questions:
        return set()
    rows = Support.objects.filter(question__in=questions, person=actor.pk)
    own = {each.pk for each in questions if each.asked_by_id == actor.pk}
    return own | set(rows.values_list("question_id", flat=True))


def poll_on_wall(session: Session, actor: Actor | None = None) -> PollShown | None:
    """The one that takes votes; else the last whose result is shown."""
    rows = Poll.objects.filter(session=session)
    poll = rows.filter(state=PollState.OPEN).first()
    if poll is None:
        poll = rows.filter(state=PollState.CLOSED, is_revealed=True).order_by("-pk").first()
    return polls_shown([poll], actor)[0] if poll is not None else None


def polls_of(session: Session) -> list[PollShown]:
    """All, for the host, the latest first."""
    return polls_shown(list(Poll.objects.filter(session=session).order_by("-pk")[:FOR_HOST]))


def polls_shown(polls: Sequence[Poll], actor: Actor | None = None) -> list[PollShown]:
    choices = PollChoice.objects.filter(poll__in=polls).annotate(counted=Count("votes")).order_by("number")
    found: dict[int, list[PollChoice]] = {}
    for each in choices:
        found.setdefault(each.poll_id, []).append(each)
    own: dict[int, int] = {}
    if actor is not None and actor.pk is not None:
        rows = PollVote.objects.filter(poll__in=polls, person=actor.pk)
        own = dict(rows.values_list("poll_id", "choice_id"))
    return [_shown(poll, found.get(poll.pk, []), own.get(poll.pk)) for poll in polls]


def _shown(poll: Poll, choices: Sequence[PollChoice], own: int | None) -> PollShown:
    counts = {each.pk: int(each.counted) for each in choices}  # type: ignore[attr-defined]
    total = sum(counts.values())
    answers = [
        Answer(each, counts[each.pk], round(100 * counts[each.pk] / total) if total else 0)
        for each in choices
    ]
    return PollShown(poll, answers, total, own)
