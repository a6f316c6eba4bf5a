"""Hours told once more from the ledger alone: what stands, without a look at the table of hours.

Two roads to one sum. Where they differ, somebody wrote past the domain; a test walks both after any sequence of acts.
"""

from dataclasses import dataclass, replace
from typing import Any

from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.foundation.people.models import Person

from ...hour_enums import Because, HourKind, counts

CONFIRMED, DECIDED = "volunteering.confirm_hours", "volunteering.decide_correction"


@dataclass(frozen=True)
class Retold:
    """An entry as the ledger tells it."""

    minutes: int
    kind: str
    because: str

    @property
    def counts(self) -> bool:
        return counts(self.kind, self.because)


def retold(person: Person) -> dict[int, Retold]:
    """What stands, by the number of its entry. One query."""
    standing: dict[int, Retold] = {}
    rows = history(f"hours/{person.pk}").filter(action__in=(CONFIRMED, DECIDED), payload__isnull=False)
    for each in rows:
        after: dict[str, Any] = each.payload["after"]
        if each.action == CONFIRMED:
            standing[after["entry"]] = Retold(
                after["minutes"], after.get("kind", HourKind.SERVICE), after.get("because", Because.ORGANISED)
            )
        elif "reversal" in after:
            old = standing.pop(after["reversed"])
            if "entry" in after:
                standing[after["entry"]] = replace(old, minutes=after["minutes"])
    return standing


def total_retold(person: Person) -> int:
    """Minutes of service that count."""
    return sum(each.minutes for each in retold(person).values() if each.counts)
