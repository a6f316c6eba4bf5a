"""Taking a list out of the house."""

from django.db.models import QuerySet

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.ledger.domain.record import record

from ..models import CaseQuerySet, SupervisionOrder
from .queries.listing import CaseFilter, listed
from .queries.orders import OrderFilter, listed_orders

MOST = 20_000


def export_list(wanted: CaseFilter, *, by: Actor) -> CaseQuerySet:
    """The cases of a list as it is narrowed and sorted, at most :data:`MOST`. Who took how many is recorded."""
    order = ("due_at", "pk") if wanted.sort == "due" else ("-pk",)
    rows = listed(by, wanted).order_by(*order)[:MOST]
    record(
        f"person/{by.pk}",
        "cases.export",
        by=by.person,
        after={"cases": rows.count(), "state": wanted.state, "place": wanted.place},
    )
    return rows


def export_orders(wanted: OrderFilter, *, by: Actor) -> "QuerySet[SupervisionOrder]":
    """The same for supervision orders."""
    rows = listed_orders(by, wanted).order_by("-pk")[:MOST]
    record(
        f"person/{by.pk}",
        "cases.export_orders",
        by=by.person,
        after={"orders": rows.count(), "state": wanted.state, "place": wanted.place},
    )
    return rows
