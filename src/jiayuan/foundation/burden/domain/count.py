"""Counting a form that was saved."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from jiayuan.foundation.access.actor import Reach
from jiayuan.foundation.access.enums import CONSOLE_ROLES
from jiayuan.foundation.clock.now import today

from ..histogram import MOST_FIELDS, step_of
from ..models import Effort, Measure
from ..models.effort import DISTRICT, STREET

Step = tuple[str, str, date, str, int, int]
"""Task, place, first day of the month, measure, step, how many."""
_MANY = 200


def street_of(reach: Reach) -> str:
    """The one street in which somebody works; the district, if it is several or the whole; empty for nobody's."""
    paths = {path for role, path, _organisation in reach.grants if role in CONSOLE_ROLES}
    streets = {path[:STREET] for path in paths}
    if len(streets) == 1 and len(street := streets.pop()) == STREET:
        return street
    return min(paths)[:DISTRICT] if paths else ""


def count_form(task: str, path: str, *, seconds: int, by_hand: int, given: int) -> None:
    """One more of this task here in this month. One statement, so that two at once are two."""
    month = today().replace(day=1)
    found = {
        Measure.BY_HAND: min(by_hand, MOST_FIELDS),
        Measure.GIVEN: min(given, MOST_FIELDS),
        Measure.SECONDS: step_of(seconds),
    }
    add_steps((task, path, month, str(measure), step, 1) for measure, step in found.items())


def add_steps(steps: Iterable[Step]) -> None:
    """Always in the same order, so that two who add the same steps wait for one another in one direction only."""
    rows = sorted(steps)
    table = Effort._meta.db_table  # noqa: SLF001
    for first in range(0, len(rows), _MANY):
        part = rows[first : first + _MANY]
        places = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (task, path, month, measure, step, entries) VALUES {places} "  # noqa: S608
                "ON CONFLICT (path, month, task, measure, step) "
                f"DO UPDATE SET entries = {table}.entries + excluded.entries",
                [value for row in part for value in row],
            )
