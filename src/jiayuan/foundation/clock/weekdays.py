"""Sets of days of the week, kept as seven bits: Monday is the lowest."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from .spoken import weekday

MONDAY = date(2026, 11, 2)
"""Any Monday: for the names of the days."""
EVERY_DAY, WORKING_DAYS = 0b1111111, 0b0011111
NUMBERS = range(7)


def mask_of(numbers: Iterable[int]) -> int:
    """0 is Monday. What is no day of a week is left out."""
    return sum(1 << number for number in {each for each in numbers if each in NUMBERS})


def numbers_of(mask: int) -> list[int]:
    return [number for number in NUMBERS if mask >> number & 1]


def bit_of(day: date) -> int:
    return 1 << day.weekday()


def weekday_names() -> list[str]:
    return [weekday(MONDAY + timedelta(days=number)) for number in NUMBERS]


def spoken(mask: int) -> str:
    """``every day``, ``Mon–Fri``, ``Tue, Sat``."""
    if mask == EVERY_DAY:
        return _("every day")
    names, numbers = weekday_names(), numbers_of(mask)
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return _("%(first)s–%(last)s") % {"first": names[numbers[0]], "last": names[numbers[-1]]}
    return _(", ").join(names[number] for number in numbers)
