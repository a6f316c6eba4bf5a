"""What forms of drop points send, read the way it was meant."""

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.weekdays import mask_of
from jiayuan.foundation.common.errors import Invalid

_WHOLE = re.compile(r"-?\d+", re.ASCII)
_LONGEST = 9


def read_number(text: str, field: str) -> int:
    """One below nothing too: what can be true is for the domain to say. :raises Invalid: no whole number, or one of
    more digits than anybody means, naming the field."""
    typed = text.strip().replace("−", "-")
    if not _WHOLE.fullmatch(typed):
        raise Invalid(_("This is no whole number."), _("Write digits only, without a unit."), field=field)
    if len(typed) > _LONGEST:
        raise Invalid(
            _("This number is too large."), _("Check it: perhaps digits are too many."), field=field
        )
    return int(typed)


def read_degrees(text: str, field: str) -> float | None:
    """Nothing for nothing. :raises Invalid: no number."""
    if not text.strip():
        return None
    try:
        return float(text)
    except ValueError as error:
        raise Invalid(_("This is no position on a map."), _("Choose it on the map."), field=field) from error


def read_weekdays(texts: Iterable[str]) -> int:
    """Ticked boxes; what is no day of a week is left out."""
    return mask_of(int(each) for each in texts if each in set("0123456"))


def asked_day(text: str) -> date:
    """The day that a page is asked for: today unless the address says another that is no later.

    :raises Invalid: it is no day, or lies ahead.
    """
    found = read_day(text, "on") or today()
    if found > today():
        raise Invalid(_("This day has not come yet."), _("Choose today or a day before it."), field="on")
    return found
