"""What the ledger tells of a case."""

from collections.abc import Sequence

from jiayuan.foundation.ledger.models import Entry

from ...models import Case


def told_of(case: Case) -> Sequence[Entry]:
    """The entries about the case itself, oldest first, with who acted. One query, however many parts of a page ask:
    they stay with this object, which lives as long as its page."""
    known: dict[str, Sequence[Entry]] = vars(case).setdefault("told", {})
    if "entries" not in known:
        rows = Entry.objects.filter(stream_id=case.stream, action__startswith="cases.")
        known["entries"] = list(rows.select_related("actor").order_by("number"))
    return known["entries"]
