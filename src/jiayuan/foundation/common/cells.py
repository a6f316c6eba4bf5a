"""What people write into the cells of a table, read the way they meant it; each refusal says what to write instead.

A parser takes a cell as a reader hands it over (text, number, date) and gives the value, or raises
:class:`~.errors.Invalid` with a ``code`` by which equal faults are counted together.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from .errors import Invalid

Cell = str | int | float | bool | date | datetime | None
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+-]?\d+")
_FULL_STOP_ZERO = re.compile(r"(?<=\d)\.0+$")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+[0:]+)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = (20_000, 80_000)
"""Serial numbers that can be meant as days: 1954 to 2119."""
_ALIKE = 55
YES = {"1", "y", "yes", "true", "是", "有", "对", "√", "✓"}
NO = {"0", "n", "no", "false", "否", "无", "不", "没有", "×"}


def text_of(value: Cell) -> str:
    """The cell as one line of text; whole numbers without ``.0``, days as 2026-03-01, no stray or hard spaces."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else f"{value:%Y-%m-%d %H:%M}"
    return " ".join(str(value).split())


def plain_of(value: Cell) -> str:
    """:func:`text_of` in half width, for what is compared and not kept."""
    return unicodedata.normalize("NFKC", text_of(value)).strip()


def words(limit: int) -> Callable[[Cell], str]:
    """A line of text of at most ``limit`` characters."""

    def parse(value: Cell) -> str:
        text = text_of(value)
        if len(text) > limit:
            raise Invalid(
                _("This is too long: %(length)s characters; at most %(limit)s fit.")
                % {"length": len(text), "limit": limit},
                _("Shorten it."),
                code="too-long",
            )
        return text

    return parse


def digits(value: Cell) -> str:
    """A number that is a name: a telephone number, a code. Half width, without the ``.0`` of a spreadsheet.

    :raises Invalid: ``scientific``: the spreadsheet has rounded it and its last digits are gone.
    """
    text = plain_of(value)
    if _SCIENTIFIC.fullmatch(text):
        raise Invalid(
            _("The spreadsheet has rounded this number; its last digits are lost."),
            _("Give the column the format “Text”, then type the number again."),
            code="scientific",
        )
    return _FULL_STOP_ZERO.sub("", text).lstrip("'")


def whole(least: int, most: int) -> Callable[[Cell], int]:
    """A whole number from ``least`` to ``most``; thousands may be separated."""

    def parse(value: Cell) -> int:
        text = _FULL_STOP_ZERO.sub("", plain_of(value).replace(",", ""))
        if not re.fullmatch(r"[+-]?\d{1,15}", text) or not least <= int(text) <= most:
            raise Invalid(
                _("This is no whole number from %(least)s to %(most)s.") % {"least": least, "most": most},
                _("Write digits only, without a unit."),
                code="number",
            )
        return int(text)

    return parse


def degrees(value: Cell) -> float:
    """A latitude or longitude."""
    try:
        number = float(plain_of(value))
    except ValueError:
        number = float("nan")
    if not -180 <= number <= 180:
        raise Invalid(_("This is no position on a map."), _("Write degrees like 37.8617."), code="degrees")
    return number


def day(value: Cell) -> date:
    """A day: a date cell, its serial number, 2026-03-01, 2026/3/1, 2026年3月1日, 20260301."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _FULL_STOP_ZERO.sub("", plain_of(value))
    found = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if found:
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError as error:
            raise _no_day() from error
    if text.isascii() and text.isdigit() and _SERIALS[0] <= int(text) <= _SERIALS[1]:
        return _SERIAL_ZERO + timedelta(days=int(text))
    raise _no_day()


def _no_day() -> Invalid:
    return Invalid(_("This is not a day."), _("Write it like 2026-03-01."), code="day")


def yes_no(value: Cell) -> bool:
    """是 or 否, yes or no, 1 or 0."""
    text = plain_of(value).lower()
    if text in YES or text in NO:
        return text in YES
    raise Invalid(
        _("This is neither yes nor no."), _("Write “Yes” or “No”, or leave it empty."), code="yes-no"
    )


def both_labels(label: Any) -> tuple[str, str]:
    """A lazy label in Chinese and in English."""
    with translation.override("zh-hans"):
        chinese = str(label)
    with translation.override("en"):
        return chinese, str(label)


def one_of(
    pairs: Iterable[tuple[Any, Any]], *, also: Mapping[str, str] | None = None
) -> Callable[[Cell], str]:
    """One of the choices of an enum, by its value or its label in either language.

    :param also: other words that people use -> value.
    """
    choices = list(pairs)
    known: dict[str, str] = {}

    def parse(value: Cell) -> str:
        nonlocal known
        if not known:  # labels can be read only after Django has started
            known = _by_name(choices) | dict(also or {})  # at once: another thread must not read half of it
        found = known.get(plain_of(value).lower())
        if found is None:
            error = unknown(text_of(value), [str(label) for _key, label in choices])
            likely = _likeliest(plain_of(value).lower(), list(known))
            if likely:
                label = next(label for key, label in choices if key == known[likely])
                error.remedy = _("Did you mean “%(name)s”?") % {"name": label}
            raise error
        return found

    return parse


def _by_name(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    return {each.lower(): key for key, label in choices for each in (str(key), *both_labels(label))}


def _likeliest(text: str, names: Sequence[str]) -> str | None:
    found = process.extractOne(text, names, scorer=fuzz.WRatio, score_cutoff=_ALIKE) if text else None
    return str(found[0]) if found else None


def unknown(text: str, names: Sequence[str], remedy: str = "") -> Invalid:
    """``text`` is none of ``names``; the likeliest is suggested."""
    likely = _likeliest(text, names)
    if likely:
        remedy = _("Did you mean “%(name)s”?") % {"name": likely}
    elif not remedy:
        remedy = _("Choose one of these: %(names)s") % {"names": _(", ").join(names[:12])}
    return Invalid(_("This value is not known."), remedy, code="unknown")
