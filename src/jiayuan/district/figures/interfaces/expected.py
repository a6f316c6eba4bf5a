"""A list of what figures ought to be, read from a table.

The columns decide: ``id`` and ``value`` must be there; ``bound`` (``exact``, ``at_least``, ``at_most``), ``unit``,
``as_of`` (a day, a month or a year: its end) and ``scope`` (a place by code or name) may be.
"""

import calendar
import csv
import io
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid

from ..domain.queries.compare import BOUNDS, EXACT, Expected

NEEDED = ("id", "value")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


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
    day = _day_in(line, given["as_of"]) if given["as_of"] else None
    return Expected(line, given["id"], value, bound, given["unit"], day, given["scope"])


def _bad(line: int, given: str) -> Invalid:
    return Invalid(
        _("Line %(line)s: “%(given)s” is not understood.") % {"line": line, "given": given[:60]},
        _("Write numbers with digits, days as 2026-03-02, bounds as exact, at_least or at_most."),
    )


def _day_in(line: int, text: str) -> date:
    try:
        return day_of(text)
    except Invalid as error:
        raise _bad(line, text) from error


def day_of(text: str) -> date:
    """``2020-07-31``; ``2020-07`` and ``2020`` mean their last day. :raises Invalid: none of these."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise _no_day(text)
    year, month = int(found[1]), int(found[2] or 12)
    try:
        return date(year, month, int(found[3] or calendar.monthrange(year, month)[1]))
    except ValueError as error:
        raise _no_day(text) from error


def _no_day(text: str) -> Invalid:
    return Invalid(
        _("There is no day “%(given)s”.") % {"given": text[:60]},
        _("Write a day like 2026-03-02; a month (2026-03) or a year (2026) means its last day."),
        field="as_of",
    )
