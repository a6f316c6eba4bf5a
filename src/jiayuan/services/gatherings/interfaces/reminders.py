"""Times of reminders as one chooses and reads them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.errors import Invalid

CHOICES: Sequence[tuple[int, Any]] = (
    (72 * 60, _("three days before")),
    (24 * 60, _("the day before, at the same time")),
    (2 * 60, _("two hours before")),
    (30, _("half an hour before")),
)


def chosen_minutes(post: QueryDict) -> list[int]:
    """Those ticked in a form, or none. :raises Invalid: something else was sent (field ``remind``)."""
    known = {str(minutes): minutes for minutes, _label in CHOICES}
    chosen = post.getlist("remind")
    if not set(chosen) <= set(known):
        raise Invalid(gettext("Please choose one."), gettext("Choose one of those shown."), field="remind")
    return [known[each] for each in chosen]


def offered(chosen: Iterable[object]) -> list[tuple[int, str, bool]]:
    """(minutes, in words, chosen?): the usual ones, and what was ``chosen`` elsewhere. Also of what a form sent."""
    ticked = {
        int(text) for each in chosen if (text := str(each)).isascii() and text.isdigit() and len(text) <= 4
    }
    ordered = sorted({minutes for minutes, _label in CHOICES} | ticked, reverse=True)
    return [(each, in_words(each), each in ticked) for each in ordered]


def in_words(minutes: int) -> str:
    """``two hours before``; also of a number that is not among the choices."""
    known = dict(CHOICES).get(minutes)
    if known is not None:
        return str(known)
    if minutes % 60:
        return ngettext("%(n)s minute before", "%(n)s minutes before", minutes) % {"n": minutes}
    return ngettext("%(n)s hour before", "%(n)s hours before", minutes // 60) % {"n": minutes // 60}
