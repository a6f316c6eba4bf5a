"""Days as addresses and forms send them."""

from datetime import date

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid

FIRST, LAST = 1900, 2200
"""Years that somebody can mean; and a day before or after them is one too."""


def read_day(text: str, field: str) -> date | None:
    """``2026-03-02``; nothing for nothing. :raises Invalid: it is no day, naming the field."""
    if not text.strip():
        return None
    try:
        found = parse_date(text.strip())
    except ValueError:
        found = None
    if found is None or not FIRST <= found.year <= LAST:
        raise Invalid(_("This is no day."), _("Write it as 2026-03-02."), field=field)
    return found
