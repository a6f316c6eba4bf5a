"""Times of reminders as one chooses and reads them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

CHOICES: Sequence[tuple[int, Any]] = (
    (72 * 60, _("three days before")),
    (24 * 60, _("the day before, at the same time")),
    (2 * 60, _("two hours before")),
    (30, _("half an hour before")),
)


def in_words(minutes: int) -> str:
    """``two hours before``; also of a number that is not among the choices."""
    known = dict(CHOICES).get(minutes)
    if known is not None:
        return str(known)
    if minutes % 60:
        return ngettext("%(n)s minute before", "%(n)s minutes before", minutes) % {"n": minutes}
    return ngettext("%(n)s hour before", "%(n)s hours before", minutes // 60) % {"n": minutes // 60}
