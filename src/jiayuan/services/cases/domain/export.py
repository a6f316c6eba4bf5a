"""Taking a list out of the house."""

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.ledger.domain.record import record

from ..models import CaseQuerySet
from .queries.listing import CaseFilter, listed

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
