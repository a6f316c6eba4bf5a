"""What forms of gatherings send, read. Nothing is decided here."""

import re
from collections.abc import Mapping
from datetime import MAXYEAR, datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid

_PIECES = re.compile(r"(.*?)(?:(?:\s*[×*]\s*|\s+)(-?[0-9]{1,6}))?")
_BETWEEN = re.compile(r"[\n,，、;；]+")


def names_of(text: str) -> list[str]:
    """Names written one a line or with commas between them."""
    return [each.strip() for each in _BETWEEN.split(text) if each.strip()]


def count_of(post: Mapping[str, str], name: str) -> int:
    """A whole number that somebody types, also with the wide digits of a Chinese keyboard. :raises Invalid: naming the
    field."""
    text = str(post.get(name, "")).strip()
    if not (text.isdecimal() and len(text) <= 9):
        raise Invalid(
            _("Only whole numbers can be counted."), _("Write it in digits, such as 3."), field=name
        )
    return int(text)


def number_of(post: Mapping[str, str], name: str) -> int:
    """What a button or a list sends, a whole number. :raises Invalid: naming the field."""
    text = str(post.get(name, "")).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Invalid(_("Please choose one."), _("Choose one of those shown."), field=name)
    return int(text)


def moment_of(post: Mapping[str, str], name: str) -> datetime:
    """A local date and time of a form. :raises Invalid: it is none."""
    try:
        found = parse_datetime(str(post.get(name, "")).strip())
    except ValueError:
        found = None
    if found is None:
        raise Invalid(_("Choose a day and a time."), _("Write it as 2026-03-02 18:00."), field=name)
    if found.year == MAXYEAR:  # nothing can be reckoned from it
        raise Invalid(_("This is more than a year away."), _("Choose a nearer day."), field=name)
    return found if found.tzinfo else timezone.make_aware(found, timezone.get_default_timezone())


def point_of(post: QueryDict) -> tuple[float | None, float | None]:
    """(latitude, longitude) in degrees; None for both where the phone did not say, or said what is none."""
    try:
        latitude, longitude = float(post.get("latitude", "")), float(post.get("longitude", ""))
    except ValueError:
        return None, None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else (None, None)


def material_lines(text: str) -> list[tuple[str, int]]:
    """Things written one a line, with how many at the end: ``手套 10``; one where no number stands."""
    found = []
    for line in text.splitlines():
        match = _PIECES.fullmatch(line.strip())
        if match is not None and match[1]:
            found.append((match[1].strip(), int(match[2] or 1)))
    return found
