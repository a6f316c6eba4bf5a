"""The filters of a list, as they stand in its address."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.common.errors import Invalid

from ..domain.queries.listing import LIGHTS, PERIODS, CaseFilter
from ..enums import State
from .sheet import whole_number

LONGEST = 60
SAID = 20
"""Characters of a value that are repeated to the reader."""
_STATES = ("open", *State.values)
_SORTS = ("new", "due")
_UNKNOWN: dict[str, Any] = {
    "state": gettext_lazy("“%(value)s” is no state: all states are shown."),
    "light": gettext_lazy("“%(value)s” is no kind of deadline: all are shown."),
    "period": gettext_lazy("“%(value)s” is no period: all times are shown."),
    "sort": gettext_lazy("“%(value)s” is no order: the newest come first."),
    "category": gettext_lazy("“%(value)s” is no category: all categories are shown."),
    "place": gettext_lazy("“%(value)s” is no place: all places are shown."),
    "unit": gettext_lazy("“%(value)s” is no unit: all units are shown."),
}
_KNOWN: dict[str, tuple[str, ...]] = {"state": _STATES, "light": LIGHTS, "period": PERIODS, "sort": _SORTS}


class Unknown(NamedTuple):
    """A filter of the address that means nothing; it is left out and said."""

    field: str
    value: str

    @property
    def words(self) -> str:
        return str(_UNKNOWN[self.field]) % {"value": self.value}


@dataclass(frozen=True)
class Asked:
    """What an address asks for, and what of it cannot be meant."""

    wanted: CaseFilter
    unknown: tuple[Unknown, ...] = ()

    @property
    def notes(self) -> list[str]:
        return [each.words for each in self.unknown]


def asked_for(query: QueryDict) -> Asked:
    """The filters that can be meant, and those that cannot, one by one."""
    wanted = filter_from(query)
    given = {name: query.get(name, "").strip() for name in _UNKNOWN}
    lost = [
        Unknown(name, text if len(text) <= SAID else f"{text[:SAID]}…")
        for name, text in given.items()
        if text and getattr(wanted, name) in ("", None, "new") and text != "new"
    ]
    return Asked(wanted, tuple(lost))


def strict_filter(query: QueryDict) -> CaseFilter:
    """For programs and files, where nobody reads a note beside the list.

    :raises Invalid: naming the first field that cannot be meant, and what it may say.
    """
    asked = asked_for(query)
    for each in asked.unknown:
        values = ", ".join(_KNOWN.get(each.field, ()))
        raise Invalid(
            _("“%(value)s” cannot be meant here.") % {"value": each.value},
            _("Leave it out, or send one of: %(values)s.") % {"values": values}
            if values
            else _("Leave it out, or look up what there is."),
            field=each.field,
        )
    return asked.wanted


def filter_from(query: QueryDict) -> CaseFilter:
    """What the address asks for, without what it cannot mean."""
    return CaseFilter(
        state=_one_of(query.get("state", ""), _STATES),
        category=code_of(query.get("category", ""), 12),
        place=code_of(query.get("place", ""), 24),
        unit=whole_number(query.get("unit", "")),
        light=_one_of(query.get("light", ""), LIGHTS),
        mine=query.get("mine") == "1",
        period=_one_of(query.get("period", ""), PERIODS),
        q=query.get("q", "").strip()[:LONGEST],
        sort=_one_of(query.get("sort", ""), _SORTS) or "new",
    )


def address_of(wanted: CaseFilter, **changes: str | None) -> str:
    """The filter as the part of an address after the question mark, with ``changes``; empty values are left out."""
    values: dict[str, str | None] = {
        "state": wanted.state,
        "category": wanted.category,
        "place": wanted.place,
        "unit": str(wanted.unit) if wanted.unit is not None else "",
        "light": wanted.light,
        "period": wanted.period,
        "mine": "1" if wanted.mine else "",
        "q": wanted.q,
        "sort": "" if wanted.sort == "new" else wanted.sort,
    }
    return urlencode({name: value for name, value in (values | changes).items() if value})


def _one_of(text: str, values: tuple[str, ...]) -> str:
    return text if text in values else ""


def code_of(text: str, longest: int) -> str:
    return text if text.isascii() and text.isalnum() and len(text) <= longest else ""
