"""What the ledger says of a pairing, a volunteer or a team, as lines of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .ledger_words import WORDS


@dataclass(frozen=True)
class Line:
    at: datetime
    who: Any
    what: str
    details: str


def spoken_entries(entries: Iterable[Any]) -> list[Line]:
    """Each with the words or the reason that were said along."""
    return [
        Line(each.at, each.actor, str(WORDS.actions.get(each.action, each.action)), _details(each))
        for each in entries
    ]


def _details(entry: Any) -> str:
    after = (entry.payload or {}).get("after", {})
    return " · ".join(str(after[name]) for name in ("reason", "words", "kind", "until") if after.get(name))
