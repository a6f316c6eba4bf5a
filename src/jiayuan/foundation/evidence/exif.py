"""When and where a photo says it was taken.

What makes no sense is passed over: cameras' clocks and notes are often wrong.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from PIL import ExifTags, Image

from jiayuan.foundation.clock.now import now

_OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
_TAKEN, _OFFSET = 0x9003, 0x9011
_TOLERANCE = timedelta(days=1)


@dataclass(frozen=True)
class Taken:
    """``latitude`` and ``longitude`` in degrees, WGS-84, both or neither."""

    at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def read_taken(image: Image.Image) -> Taken:
    """Read what is there and possible; never raises."""
    try:
        exif = image.getexif()
        details, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (OSError, ValueError, TypeError, KeyError, SyntaxError, AttributeError):
        return Taken()
    latitude, longitude = _degrees(place, 2, "S", 90), _degrees(place, 4, "W", 180)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        latitude = longitude = None
    return Taken(_moment(details), latitude, longitude)


def _moment(details: Any) -> datetime | None:
    """With its own offset if it has one, else in the district's time."""
    written, offset = (
        str(details.get(_TAKEN, "")).strip("\x00 "),
        str(details.get(_OFFSET, "")).strip("\x00 "),
    )
    try:
        local = datetime.strptime(written, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 the zone follows
    except ValueError:
        return None
    try:
        moment = datetime.fromisoformat(f"{local.isoformat()}{offset}")
    except ValueError:
        moment = local
    if moment.tzinfo is None:
        moment = timezone.make_aware(moment)
    return moment if _OLDEST <= moment <= now() + _TOLERANCE else None


def _degrees(place: Any, tag: int, negative: str, limit: int) -> float | None:
    """Three fractions (degrees, minutes, seconds), with the letter of the hemisphere in the tag before."""
    try:
        degrees, minutes, seconds = (float(part) for part in place[tag])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or not (0 <= minutes < 60 and 0 <= seconds < 60 and 0 <= value <= limit):
        return None
    return -value if str(place.get(tag - 1, "")).strip("\x00 ").upper() == negative else value
