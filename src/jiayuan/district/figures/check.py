"""Holding figures against a list of what they ought to be.

The columns of the list decide: ``id`` and ``value`` must be there; ``bound`` (``exact``, ``at_least``, ``at_most``),
``unit``, ``as_of`` (a day, a month or a year: its end) and ``scope`` (a place by code or name) may be.
"""

import calendar
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.places.models import Place

from .ask import Answer, answer, figure_by_id, place_called, scope_for

EXACT, AT_LEAST, AT_MOST = "exact", "at_least", "at_most"
BOUNDS = (EXACT, AT_LEAST, AT_MOST)
NEEDED = ("id", "value")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


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


def read_expected(path: Path) -> list[Expected]:
    """:raises Invalid: not a table, without the columns that are needed, or with a line that cannot be read."""
    rows = csv.DictReader(io.StringIO(_text_of(path.read_bytes())))
    missing = [each for each in NEEDED if each not in (rows.fieldnames or ())]
    if missing:
        raise Invalid(
            _("The list lacks the column %(name)s.") % {"name": ", ".join(missing)},
            _("Its first line must name the columns."),
        )
    try:
        return [_expected(number, row) for number, row in enumerate(rows, start=2) if any(row.values())]
    except csv.Error as error:
        raise Invalid(_("The list is no CSV table: %(error)s") % {"error": error}) from error


def _text_of(given: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return given.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(_("The list is not text."), _("Save it as CSV in UTF-8."))


def _expected(line: int, row: dict[str, str | None]) -> Expected:
    given = {
        name: (row.get(name) or "").strip() for name in ("id", "value", "bound", "unit", "as_of", "scope")
    }
    try:
        value = Decimal(given["value"].removesuffix("%"))
    except InvalidOperation as error:
        raise _bad(line, given["value"]) from error
    bound = given["bound"] or EXACT
    if not value.is_finite():
        raise _bad(line, given["value"])
    if bound not in BOUNDS:
        raise _bad(line, bound)
    day = day_of(given["as_of"], line=line) if given["as_of"] else None
    return Expected(line, given["id"], value, bound, given["unit"], day, given["scope"])


def _bad(line: int, given: str) -> Invalid:
    return Invalid(
        _("Line %(line)s: “%(given)s” is not understood.") % {"line": line, "given": given[:60]},
        _("Write numbers with digits, days as 2026-03-02, bounds as exact, at_least or at_most."),
    )


def day_of(text: str, *, line: int = 1) -> date:
    """``2020-07-31``; ``2020-07`` and ``2020`` mean their last day. :raises Invalid: none of these."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise _bad(line, text)
    year, month = int(found[1]), int(found[2] or 12)
    try:
        return date(year, month, int(found[3] or calendar.monthrange(year, month)[1]))
    except ValueError as error:
        raise _bad(line, text) from error


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
