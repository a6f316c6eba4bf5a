"""What drop points hold about a person: that they stand there as a guide. Handed out, and forgotten."""

from typing import Any

from ..models import Guide

COVERED = {"waste.Guide": ("person", "name")}


def export_waste(person: Any) -> dict[str, Any]:
    """Where and when they help with sorting."""
    rows = Guide.objects.filter(person=person).select_related("point__estate").order_by("pk")
    return {
        "guide_at": [
            {
                "point": each.point.name, "estate": each.point.estate.name, "weekdays": each.weekdays,
                "from": f"{each.starts_at:%H:%M}", "to": f"{each.ends_at:%H:%M}", "name": each.name,
                "since": each.since.isoformat(), "until": each.until.isoformat() if each.until else None,
            }
            for each in rows
        ]
    }  # fmt: skip


def erase_waste(person: Any) -> int:
    """That a guide stood there stays; who it was does not."""
    return Guide.objects.filter(person=person).update(person=None, name="—")
