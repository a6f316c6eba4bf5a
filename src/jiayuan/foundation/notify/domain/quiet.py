"""Quiet hours: when nothing that can wait makes a telephone sound."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

NONE = "none"


@dataclass(frozen=True)
class Quiet:
    """From one time of day to another, over midnight if the second is the earlier; equal ends: never."""

    begins: time
    ends: time

    @property
    def is_never(self) -> bool:
        return self.begins == self.ends

    def over_at(self, moment: datetime) -> datetime:
        """``moment`` itself when it may sound, else when the quiet ends (aware, as ``moment``)."""
        zone = timezone.get_default_timezone()
        local = timezone.localtime(moment, zone)
        if not self.holds(local.time()):
            return moment
        day = local.date() if local.time() < self.ends else local.date() + timedelta(days=1)
        return datetime.combine(day, self.ends, tzinfo=zone)

    def holds(self, at: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


NEVER = Quiet(time(), time())


@lru_cache(maxsize=8)
def parse_quiet(text: str) -> Quiet:
    """``21:30-07:30``, or ``none``.

    :raises ImproperlyConfigured: it is neither, or ends when it begins.
    """
    if text.strip().lower() in ("", NONE):
        return NEVER
    found = re.fullmatch(r"\s*([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)\s*", text)
    if found is None:
        raise ImproperlyConfigured(f"JIAYUAN_QUIET_HOURS={text} is not like 21:30-07:30, nor none.")
    a, b, c, d = (int(each) for each in found.groups())
    quiet = Quiet(time(a, b), time(c, d))
    if quiet.is_never:
        raise ImproperlyConfigured(
            f"JIAYUAN_QUIET_HOURS={text} ends when it begins: always or never? Write none for never."
        )
    return quiet


def quiet_of_the_district() -> Quiet:
    return parse_quiet(settings.QUIET_HOURS)
