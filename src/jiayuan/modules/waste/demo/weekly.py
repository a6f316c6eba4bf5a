"""A weekly plan that waits to be decided: estates with little residual waste would be called three times a week."""

from datetime import timedelta

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext

from ..domain.planning.needs import needs_of
from ..domain.planning.week_draw import WeekDraft, begin_week, work_out_week
from ..domain.planning.week_question import next_monday, rows_of
from ..domain.queries.day import operator_of
from ..enums import Stream
from ..round_enums import Keeping

SECONDS = 1.8
"""Of the engine; in use it has forty-five."""
FEWER = "3"
LIGHTEST = 2
"""One estate of so many, the lightest, is called less often."""


def tell_week(context: DemoContext) -> None:
    """Asked for yesterday by the unit."""
    officer = Actor(person=context.people["unit"])
    operator = operator_of(officer)
    with at(context.now - timedelta(days=1)):
        rows = rows_of(operator, next_monday(), Stream.RESIDUAL)
        needs = sorted(needs_of(rows, next_monday(), ()), key=lambda each: (each.kg, each.estate.pk))
        light = {each.call: FEWER for each in needs[: len(needs) // LIGHTEST] if each.call is not None}
        draft = WeekDraft(Stream.RESIDUAL, Keeping.CLEAR, light)
        work_out_week(begin_week(operator, draft, by=officer).pk, SECONDS)
