"""Questions and polls on the wall: their states as two small tables."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class QuestionState(TextChoices):
    WAITING = "waiting", pgettext_lazy("question", "Waits for the host")
    SHOWN = "shown", pgettext_lazy("question", "On the wall")
    ANSWERED = "answered", pgettext_lazy("question", "Answered")
    HIDDEN = "hidden", pgettext_lazy("question", "Not shown")


class QuestionAction(TextChoices):
    SHOW = "show", pgettext_lazy("question action", "Show it")
    ANSWER = "answer", pgettext_lazy("question action", "It is answered")
    HIDE = "hide", pgettext_lazy("question action", "Do not show it")


QUESTION_MOVES: Mapping[QuestionAction, tuple[tuple[QuestionState, ...], QuestionState]] = {
    QuestionAction.SHOW: (
        (QuestionState.WAITING, QuestionState.HIDDEN, QuestionState.ANSWERED),
        QuestionState.SHOWN,
    ),
    QuestionAction.ANSWER: ((QuestionState.SHOWN,), QuestionState.ANSWERED),
    QuestionAction.HIDE: ((QuestionState.WAITING, QuestionState.SHOWN), QuestionState.HIDDEN),
}
"""Action → from which states, to which."""


class PollState(TextChoices):
    DRAFT = "draft", pgettext_lazy("poll", "Prepared")
    OPEN = "open", pgettext_lazy("poll", "Votes are taken")
    CLOSED = "closed", pgettext_lazy("poll", "Closed")


class PollAction(TextChoices):
    OPEN = "open", pgettext_lazy("poll action", "Take votes")
    CLOSE = "close", pgettext_lazy("poll action", "Close it")
    REVEAL = "reveal", pgettext_lazy("poll action", "Show the result")
    COVER = "cover", pgettext_lazy("poll action", "Cover the result")


POLL_MOVES: Mapping[PollAction, tuple[tuple[PollState, ...], PollState | None]] = {
    PollAction.OPEN: ((PollState.DRAFT,), PollState.OPEN),
    PollAction.CLOSE: ((PollState.OPEN,), PollState.CLOSED),
    PollAction.REVEAL: ((PollState.OPEN, PollState.CLOSED), None),
    PollAction.COVER: ((PollState.OPEN, PollState.CLOSED), None),
}
"""None: the state stays; whether the result is open is a fact of its own."""
