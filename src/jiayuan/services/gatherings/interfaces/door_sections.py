"""What gatherings offer behind the five doors."""

from collections.abc import Mapping
from typing import Any

from jiayuan.foundation.common.registers import DoorSection, DoorVisit, registers

from ..domain.queries.upcoming import upcoming

FIRST = 3


def together(visit: DoorVisit) -> Mapping[str, Any] | None:
    """乐: what is on near home."""
    path = visit.place.path[:12] if visit.place is not None else ""
    rows = list(upcoming(path).order_by("starts_at", "pk")[:FIRST])
    return {"sessions": rows} if rows else None


def register_sections() -> None:
    registers.carriers.add(
        "gatherings", DoorSection("joy", "gatherings/doors/together.html", together, order=40)
    )
