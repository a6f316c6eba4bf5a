"""What the wall holds about a person: what they asked, supported and voted; handed out, and forgotten."""

from typing import Any

from ...models import PollVote, Question, Support
from ...wall_enums import QuestionState


def export_wall(person: Any) -> dict[str, Any]:
    """Their questions, those of others that they support, and their votes."""
    asked = Question.objects.filter(asked_by=person).order_by("pk")
    supports = Support.objects.filter(person=person).select_related("question").order_by("pk")
    votes = PollVote.objects.filter(person=person).select_related("poll", "choice").order_by("pk")
    return {
        "asked": [
            {"at": each.asked_at.isoformat(), "words": each.words, "state": each.state} for each in asked
        ],
        "supported": [each.question.words for each in supports],
        "voted": [
            {"at": each.voted_at.isoformat(), "poll": each.poll.words, "for": each.choice.words}
            for each in votes
        ],
    }


def erase_wall(person: Any) -> int:
    """Questions go with their words; that somebody supported or voted stays counted, and nobody is known by it."""
    asked = Question.objects.filter(asked_by=person).update(
        asked_by=None, words="", state=QuestionState.HIDDEN
    )
    supported = Support.objects.filter(person=person).update(person=None)
    return asked + supported + PollVote.objects.filter(person=person).update(person=None)
