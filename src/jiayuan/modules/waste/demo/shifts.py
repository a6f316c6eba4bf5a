"""A bin day that is moved in the street of the demonstration, a week ahead."""

from datetime import timedelta

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.demo import DemoContext

from ..domain.queries.day import operator_of
from ..domain.shifts import ShiftDraft, declare_shift
from ..enums import Stream

OCCASION = "路面检修"


def tell_shift(context: DemoContext) -> None:
    """By its sanitation unit, yesterday."""
    officer, day = Actor(person=context.people["unit"]), local(context.now).date() + timedelta(days=5)
    with at(context.now - timedelta(days=1)):
        declare_shift(
            ShiftDraft(
                day,
                day + timedelta(days=1),
                [operator_of(officer).place_id or ""],
                [str(Stream.KITCHEN)],
                OCCASION,
            ),
            by=officer,
        )
