"""The filters of the desk's list, as they stand in its address."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid
from jiayuan.services.cases.interfaces.filters import code_of

from ..domain.queries.desk import LIVE, NEED, STILL_OPEN, WishFilter
from ..enums import Tier, WishKind, WishState

LONGEST = 60
_KNOWN: dict[str, tuple[str, ...]] = {
    "state": (LIVE, NEED, STILL_OPEN, *WishState.values),
    "tier": tuple(Tier.values),
    "kind": tuple(WishKind.values),
}


def asked_for(query: QueryDict) -> tuple[WishFilter, list[str]]:
    """What the address asks for, and in words what of it cannot be meant and is left out."""
    given = {name: query.get(name, "").strip()[:LONGEST] for name in (*_KNOWN, "place", "q")}
    kept: dict[str, Any] = {name: value for name, value in given.items() if _is_meant(name, value)}
    notes = [
        _("“%(value)s” is not known here and was left out.") % {"value": value}
        for name, value in given.items()
        if value and name not in kept
    ]
    return WishFilter(**kept), notes


def strict_filter(query: QueryDict) -> WishFilter:
    """For files, where nobody reads a note beside the list. :raises Invalid: something cannot be meant."""
    wanted, notes = asked_for(query)
    if notes:
        raise Invalid(notes[0], _("Go back to the list, and take it out from there."))
    return wanted


def _is_meant(name: str, value: str) -> bool:
    if name == "q":
        return "\x00" not in value
    return bool(code_of(value, 24)) if name == "place" else value in _KNOWN[name]
