"""Estates with their streams, as a sentence names them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiayuan.foundation.places.models import Place

from ..enums import Stream

MOST_NAMED = 5


def named(loads: Iterable[tuple[str, str]]) -> str:
    """The first few of these estates and streams by name, and how many more. One query."""
    wanted = list(dict.fromkeys(loads))
    shown = wanted[:MOST_NAMED]
    places = Place.objects.defer("boundary").in_bulk({estate for estate, _stream in shown})
    names = _(", ").join(f"{places.get(estate, estate)} {Stream(stream).label}" for estate, stream in shown)
    more = len(wanted) - len(shown)
    if not more:
        return names
    return names + " " + ngettext("and %(more)s more", "and %(more)s more", more) % {"more": more}
