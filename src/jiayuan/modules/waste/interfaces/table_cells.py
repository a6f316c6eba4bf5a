"""Days of the week, hours and names as people write them into cells."""

import re
from datetime import time

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.opening import read_hour
from jiayuan.foundation.clock.weekdays import EVERY_DAY, WORKING_DAYS, mask_of
from jiayuan.foundation.common.cells import Cell, plain_of, text_of, words
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.text import clean

_WHOLE = {
    "每天": EVERY_DAY, "每日": EVERY_DAY, "天天": EVERY_DAY, "全周": EVERY_DAY,
    "every day": EVERY_DAY, "daily": EVERY_DAY,
    "工作日": WORKING_DAYS, "working days": WORKING_DAYS, "weekdays": WORKING_DAYS,
    "周末": EVERY_DAY ^ WORKING_DAYS, "双休日": EVERY_DAY ^ WORKING_DAYS, "weekend": EVERY_DAY ^ WORKING_DAYS,
}  # fmt: skip
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|[一二三四五六日天1-7]"
_DAYS = re.compile(rf"({_DAY})(?:\s*[-–—~至到]\s*({_DAY}))?")
_PREFIX = re.compile("每?(?:周|星期|礼拜)")
_BETWEEN = re.compile(r"(?:[\s、,;/.&和及]|and)*")
_NUMBERS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_NUMBERS |= {name: number for number, name in enumerate("一二三四五六日")} | {"天": 6}
_NUMBERS |= {str(number + 1): number for number in range(7)}
_OCLOCK = re.compile(r"(\d{1,2})\s*(?:点|时)\s*(?:(\d{1,2})\s*分?|(半))?")
_MINUTES_A_DAY = 24 * 60
_STARTS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")


def weekdays_cell(value: Cell) -> int:
    """``每天``, ``周一至周五``, ``周二、周六``, ``135``, ``Mon–Fri``. :raises Invalid: none of these."""
    text = plain_of(value).lower()
    if text in _WHOLE:
        return _WHOLE[text]
    text = _PREFIX.sub("", text)
    if not text or not _BETWEEN.fullmatch(_DAYS.sub("", text)):
        raise Invalid(
            _("These are no days of the week."),
            _("Write them like “Mon–Fri”, “Tue, Sat” or “every day”."),
            code="weekdays",
        )
    return mask_of(number for found in _DAYS.finditer(text) for number in _from_to(found))


def _from_to(found: "re.Match[str]") -> list[int]:
    first = _number(found[1])
    last = _number(found[2]) if found[2] else first
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _number(name: str) -> int:
    return _NUMBERS[name[:3] if name.isascii() else name]


def hour_cell(value: Cell) -> time:
    """``7:30``, ``7点半``, or the part of a day that a spreadsheet keeps. :raises Invalid: no hour of the day."""
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * _MINUTES_A_DAY) % _MINUTES_A_DAY
        return time(minutes // 60, minutes % 60)
    text = plain_of(value)
    spoken = _OCLOCK.fullmatch(text)
    if spoken:
        text = f"{spoken[1]}:{30 if spoken[3] else int(spoken[2] or 0):02d}"
    try:
        return read_hour(text, "")
    except Invalid as error:
        error.code = "hour"
        raise


def line(limit: int, cell: Cell) -> str:
    """A line of text without what cannot be seen; the apostrophe that our files put before a formula is taken off."""
    text = text_of(cell)
    if text.startswith("'") and text[1:].lstrip().startswith(_STARTS_FORMULA):
        text = text[1:]
    return clean(words(limit)(text))
