"""The filters of the list of supervision orders, as they stand in its address."""

from urllib.parse import urlencode

from django.http import QueryDict

from ..domain.queries.orders import OrderFilter
from ..enums import OrderLevel, OrderState

STATES = ("live", "late", *OrderState.values)
LONGEST_PATH = 24


def order_filter(query: QueryDict) -> OrderFilter:
    """What the address asks for, without what it cannot mean."""
    place = query.get("place", "").strip()
    return OrderFilter(
        state=_one_of(query.get("state", ""), STATES),
        level=_one_of(query.get("level", ""), OrderLevel.values),
        place=place if place.isascii() and place.isdigit() and len(place) <= LONGEST_PATH else "",
    )


def address_of_orders(wanted: OrderFilter) -> str:
    """The filter as the part of an address after the question mark; empty values are left out."""
    return urlencode({name: value for name, value in vars(wanted).items() if value})


def _one_of(text: str, values: "tuple[str, ...] | list[str]") -> str:
    return text if text in values else ""
