"""The filters of a list, as they stand in its address."""

from urllib.parse import urlencode

from django.http import QueryDict

from ..domain.queries.listing import LIGHTS, PERIODS, CaseFilter
from ..enums import State
from .sheet import whole_number

LONGEST = 60
_STATES = ("open", *State.values)


def filter_from(query: QueryDict) -> CaseFilter:
    """What the address asks for; anything it cannot mean is left out rather than refused."""
    return CaseFilter(
        state=_one_of(query.get("state", ""), _STATES),
        category=_code(query.get("category", ""), 12),
        place=_code(query.get("place", ""), 24),
        unit=whole_number(query.get("unit", "")),
        light=_one_of(query.get("light", ""), LIGHTS),
        mine=query.get("mine") == "1",
        period=_one_of(query.get("period", ""), PERIODS),
        q=query.get("q", "").strip()[:LONGEST].replace("\x00", ""),
        sort=_one_of(query.get("sort", ""), ("new", "due")) or "new",
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


def _code(text: str, longest: int) -> str:
    return text if text.isascii() and text.isalnum() and len(text) <= longest else ""
