"""A position as somebody sent it: checked before anything is kept."""

import math
import re
import unicodedata
from typing import NoReturn

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.errors import Invalid

from .queries import inside_district

_NUMBER = re.compile(r"[+-]?\d{1,4}(\.\d{1,20})?", re.ASCII)
_NOT_FINITE = {"nan", "inf", "infinity"}
LARGEST = 1e300
"""Python's whole numbers can be larger than a float holds."""
Given = str | float | int | None


def parse_position(latitude: Given, longitude: Given) -> tuple[float, float]:
    """(latitude, longitude) in WGS-84 degrees, inside the district.

    :param latitude: text or a number, as it came from a form or an API.
    :raises Invalid: field ``position``, in its own words for each case: nothing or half given, not a number,
    NaN or
        infinite, the two swapped, outside the district.
    """
    if _is_empty(latitude) or _is_empty(longitude):
        _refuse_missing(both=_is_empty(latitude) and _is_empty(longitude))
    position = (_number(latitude), _number(longitude))
    if not all(math.isfinite(each) for each in position):
        raise _invalid(
            _("The position has no value."),
            _("Allow your phone to find where you are, or tap the place on the map."),
            "position-not-finite",
        )
    if _is_in_district(*position):
        return position
    if _is_in_district(*reversed(position)):
        raise _invalid(
            _("Latitude and longitude seem to be swapped."),
            _("Send the latitude first: here it is about 37.8, the longitude about 112.6."),
            "position-swapped",
        )
    raise _invalid(
        _("This position lies outside the district."),
        _(
            "Move the pin into the district, or choose your community from the list. "
            "For other districts call 12345."
        ),
        "position-outside",
    )


def _is_in_district(latitude: float, longitude: float) -> bool:
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return on_earth and inside_district(latitude, longitude)


def _is_empty(given: Given) -> bool:
    return given is None or (isinstance(given, str) and not given.strip())


def _number(given: Given) -> float:
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return float(given) if abs(given) < LARGEST else math.nan
    text = unicodedata.normalize("NFKC", str(given)[:40]).strip().rstrip("°").lower()
    if text.lstrip("+-") in _NOT_FINITE:
        return math.nan
    if not _NUMBER.fullmatch(text):
        raise _invalid(
            _("The position is not written in numbers."),
            _("Tap the place on the map, or choose your community."),
            "position-not-a-number",
        )
    return float(text)


def _refuse_missing(*, both: bool) -> NoReturn:
    remedy = _("Tap the place on the map, or choose your community.")
    if both:
        raise _invalid(_("There is no position."), remedy, "position-missing")
    raise _invalid(_("Only half of the position arrived."), remedy, "position-half")


def _invalid(message: object, remedy: object, code: str) -> Invalid:
    return Invalid(message, remedy, field="position", code=code)
