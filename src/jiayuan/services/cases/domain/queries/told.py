"""What the ledger tells of a case."""

from collections.abc import Sequence

from jiayuan.foundation.common.prepared import Prepared, Slot
from jiayuan.foundation.ledger.models import Entry

from ...models import Case

_ENTRIES = Prepared(
    lambda: (
        Entry.objects.filter(stream_id=Slot("stream", Entry, "stream"), action__startswith="cases.")
        .select_related("actor")
        .order_by("number")
    )
)


def told_of(case: Case) -> Sequence[Entry]:
    """The entries about the case itself, oldest first, with who acted. One query, however many parts of a page ask:
    they stay with this object, which lives as long as its page."""
    known: dict[str, Sequence[Entry]] = vars(case).setdefault("told", {})
    if "entries" not in known:
        known["entries"] = _ENTRIES.rows(stream=case.stream)
    return known["entries"]
