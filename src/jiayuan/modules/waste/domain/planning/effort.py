"""What a plan drives, beside last week's rounds driven with this day's loads."""

from collections.abc import Sequence
from typing import Any

from jiayuan.engines.rounds import Plan, Route, effort_of

from .last_week import routes_of_last_week
from .question import Question
from .standing import Standing


def compared(question: Question, standing: Standing, plan: Plan) -> dict[str, Any]:
    """``before`` is None where nothing was driven a week ago, and for the rest of a day, which no other day is like."""
    before = [] if standing.is_rest else routes_of_last_week(question, standing)
    return {
        "effort": _effort(question, plan.routes),
        "before": _effort(question, before) if before else None,
    }


def _effort(question: Question, routes: Sequence[Route]) -> dict[str, int]:
    """Metres and seconds; ``stops``: how many calls, since fewer calls are less way."""
    found = effort_of(question.instance, routes)
    return {
        "trucks": found.trucks, "trips": found.trips, "stops": sum(len(each.stops) for each in routes),
        "metres": found.driven, "seconds": found.away, "grams": found.grams,
    }  # fmt: skip
