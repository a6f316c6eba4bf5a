"""The opening hours of a station as a form asks them: a few lines, each some days of the week and from when to when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.opening import Opening, read_hour
from jiayuan.foundation.clock.weekdays import NUMBERS, mask_of, numbers_of, weekday_names
from jiayuan.foundation.common.errors import Invalid
from jiayuan.services.cases.interfaces.sheet import Sheet

from ..models import Station

LEAST, MOST = 3, 6
"""Lines shown to begin with, and lines in all: a morning and an afternoon for working days, Saturday and Sunday."""


@dataclass(frozen=True)
class Line:
    """``field`` is what a fault of this line is noted under."""

    number: int
    days: Sequence[tuple[int, str, bool]]
    opens: str
    closes: str

    @property
    def field(self) -> str:
        return f"opening{self.number}"


def typed_hours(station: Station) -> Mapping[str, str]:
    """What the form of a station holds before anybody changed it."""
    values = {
        "hours_note": station.hours_note,
        "opens_on_holidays": "on" if station.opens_on_holidays else "",
    }
    for number, each in enumerate(station.openings, 1):
        values |= {f"day{number}_{day}": "on" for day in numbers_of(each.weekdays)}
        values |= {f"opens{number}": f"{each.opens_at:%H:%M}", f"closes{number}": f"{each.closes_at:%H:%M}"}
    return values


def lines_of(sheet: Sheet) -> Sequence[Line]:
    """Those that hold something, one more to fill, and never fewer than a few."""
    used = max((number for number in range(1, MOST + 1) if _is_used(sheet, number)), default=0)
    names = weekday_names()
    return [
        Line(
            number,
            [(day, names[day], bool(sheet.get(f"day{number}_{day}"))) for day in NUMBERS],
            sheet.get(f"opens{number}"),
            sheet.get(f"closes{number}"),
        )
        for number in range(1, min(max(LEAST, used + 1), MOST) + 1)
    ]


def openings_of(sheet: Sheet) -> Sequence[Opening]:
    """:raises Invalid: a line is half filled or holds no hour, naming the line."""
    return [_opening(sheet, number) for number in range(1, MOST + 1) if _is_used(sheet, number)]


def _opening(sheet: Sheet, number: int) -> Opening:
    field, days = f"opening{number}", mask_of(_days(sheet, number))
    opens, closes = sheet.get(f"opens{number}"), sheet.get(f"closes{number}")
    if not (days and opens and closes):
        raise Invalid(
            _("A line of the opening hours is half filled."),
            _("Choose its days and both hours, or empty it."),
            field=field,
        )
    return Opening(days, read_hour(opens, field), read_hour(closes, field))


def _days(sheet: Sheet, number: int) -> Sequence[int]:
    return [day for day in NUMBERS if sheet.get(f"day{number}_{day}")]


def _is_used(sheet: Sheet, number: int) -> bool:
    return bool(
        _days(sheet, number) or sheet.get(f"opens{number}").strip() or sheet.get(f"closes{number}").strip()
    )
