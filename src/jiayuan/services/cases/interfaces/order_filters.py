"""The filters of the list of supervision orders, as they stand in its address."""

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from ..domain.queries.orders import OrderFilter
from ..enums import OrderLevel, OrderState

STATES = ("live", "late", *OrderState.values)
LONGEST_PATH = 24
SAID = 20
_UNKNOWN: dict[str, Any] = {
    "state": gettext_lazy("“%(value)s” is no state: all states are shown."),
    "level": gettext_lazy("“%(value)s” is no office: orders of all are shown."),
    "place": gettext_lazy("“%(value)s” is no place: all places are shown."),
}


def order_filter(query: QueryDict) -> OrderFilter:
    """What the address asks for, without what it cannot mean."""
    place = query.get("place", "").strip()
    return OrderFilter(
        state=_one_of(query.get("state", ""), STATES),
        level=_one_of(query.get("level", ""), OrderLevel.values),
        place=place if place.isascii() and place.isdigit() and len(place) <= LONGEST_PATH else "",
    )


def notes_on_orders(query: QueryDict) -> list[str]:
    """What the address asks for and the list cannot mean, in words."""
    wanted = order_filter(query)
    found = []
    for name, words in _UNKNOWN.items():
        given = query.get(name, "").strip()
        if given and not getattr(wanted, name):
            found.append(str(words) % {"value": given if len(given) <= SAID else f"{given[:SAID]}…"})
    return found


def address_of_orders(wanted: OrderFilter) -> str:
    """The filter as the part of an address after the question mark; empty values are left out."""
    return urlencode({name: value for name, value in vars(wanted).items() if value})


def _one_of(text: str, values: "tuple[str, ...] | list[str]") -> str:
    return text if text in values else ""
