"""Holding figures against a list of what they ought to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.places.models import Place

from .ask import Answer, answer, figure_by_id, place_called, scope_for

EXACT, AT_LEAST, AT_MOST = "exact", "at_least", "at_most"
BOUNDS = (EXACT, AT_LEAST, AT_MOST)


@dataclass(frozen=True)
class Expected:
    """A line of the list. Empty fields were not given."""

    line: int
    id: str
    value: Decimal
    bound: str
    unit: str
    as_of: date | None
    scope: str


@dataclass(frozen=True)
class Compared:
    """``problem`` is empty where they agree; ``answer`` is None where there is no such figure or place."""

    expected: Expected
    answer: Answer | None
    problem: str


def compare(
    expected: Sequence[Expected], *, place: Place, day: date | None, since: date | None = None
) -> list[Compared]:
    """Each line against its figure; ``place`` and ``day`` are for lines that name none.

    :raises Invalid: a line's day is in the future.
    """
    return [_compare(each, place, day, since) for each in expected]


def _compare(expected: Expected, place: Place, day: date | None, since: date | None) -> Compared:
    if expected.id not in registers.figures.names():
        return Compared(expected, None, _("There is no figure of this id."))
    try:
        where = place_called(expected.scope) if expected.scope else place
    except DomainError as error:
        return Compared(expected, None, error.message)
    found = answer(figure_by_id(expected.id), scope_for(where, day=expected.as_of or day, since=since))
    return Compared(expected, found, _problem(expected, found))


def _problem(expected: Expected, found: Answer) -> str:
    if expected.unit and expected.unit != found.figure.unit:
        return _("Its unit is %(is)s, not %(ought)s.") % {"is": found.figure.unit, "ought": expected.unit}
    if found.value is None:
        return _("There is nothing to work it out from.")
    agrees = {
        EXACT: found.value == expected.value,
        AT_LEAST: found.value >= expected.value,
        AT_MOST: found.value <= expected.value,
    }[expected.bound]
    if agrees:
        return ""
    said = {EXACT: "%(ought)s", AT_LEAST: _("at least %(ought)s"), AT_MOST: _("at most %(ought)s")}
    ought = said[expected.bound] % {"ought": expected.value}
    return _("It is %(is)s, not %(ought)s.") % {"is": found.value, "ought": ought}
