"""Taking coverage out of the house: exactly what is seen, and who took it."""

from collections.abc import Sequence
from datetime import date

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.ledger.domain.record import record

from .queries.coverage import EstateLine, matrix, seen_paths


def export_coverage(path: str, day: date, *, by: Actor) -> Sequence[EstateLine]:
    """Who took how many is recorded."""
    lines = matrix(seen_paths(by, path), day)
    after = {"day": day.isoformat(), "estates": len(lines), "place": path}
    record(f"person/{by.pk}", "waste.export_coverage", by=by.person, after=after)
    return lines
