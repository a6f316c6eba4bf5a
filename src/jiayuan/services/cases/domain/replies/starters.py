"""Kept words to begin with: what ships, for a district that keeps none yet."""

import csv
from collections.abc import Mapping
from pathlib import Path

from jiayuan.foundation.access.actor import SYSTEM
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place

from ...models import Category, ReplyTemplate

FACTS = Path(__file__).resolve().parents[2] / "facts" / "replies.csv"


def load_replies() -> int:
    """For each district that never kept any; returns how many were written. What a district put away stays away."""
    written = 0
    known = set(Category.objects.values_list("pk", flat=True))
    for district in Place.objects.current().filter(kind=PlaceKind.DISTRICT).defer("boundary"):
        if ReplyTemplate.objects.filter(place=district).exists():
            continue
        rows = [
            _reply(row, district)
            for row in read_starters()
            if not row["category"] or row["category"] in known
        ]
        written += len(ReplyTemplate.objects.bulk_create(rows))
        record(
            f"replies/{district.path}",
            "cases.load_replies",
            by=SYSTEM.person,
            after={"replies": [each.name for each in rows]},
            place_path=district.path,
        )
    return written


def read_starters() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _reply(row: Mapping[str, str], district: Place) -> ReplyTemplate:
    return ReplyTemplate(
        name=row["name"],
        name_en=row["name_en"],
        words=row["words"],
        words_en=row["words_en"],
        action=row["action"],
        category_id=row["category"] or None,
        place=district,
        changed_at=now(),
    )
