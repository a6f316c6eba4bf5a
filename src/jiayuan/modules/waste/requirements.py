"""What an estate must have on a day. The rows of ``facts/requirements.json``, in order of their day."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from .enums import GapKind, Stream

FILE = Path(__file__).resolve().parent / "facts" / "requirements.json"
PILOTS, EVERYWHERE = "pilots", "everywhere"


@dataclass(frozen=True)
class Requirement:
    """``streams`` need a bin and a day; ``guide_at`` says where a guide has to stand."""

    since: date
    streams: tuple[Stream, ...]
    needs: frozenset[GapKind]
    guide_at: str


NOTHING = Requirement(date.min, (), frozenset(), "nowhere")


@lru_cache(maxsize=1)
def requirements() -> Sequence[Requirement]:
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return [
        Requirement(
            date.fromisoformat(row["since"]),
            tuple(Stream(each) for each in row["streams"]),
            frozenset(GapKind(each) for each in row["needs"]),
            row["guide_at"],
        )
        for row in rows
    ]


def required_on(day: date) -> Requirement:
    """The last that has begun by this day; nothing before the first."""
    begun = [each for each in requirements() if each.since <= day]
    return begun[-1] if begun else NOTHING
