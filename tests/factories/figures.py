"""Declared figures for tests that need a number of their own; use them where the registers are the test's own."""

from typing import Any

from jiayuan.foundation.common.figures import Figure, Line, Shape, figure
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.places.models import Place

PLACE = Shape("place", lambda place, _is_public: Line(str(place), place.path))


def declare_figure(id: str, *, value: int | None = None, **fields: Any) -> Figure:  # noqa: A002 (it is its id)
    """A figure over all places; ``value`` instead of their number."""
    said = {"name": id, "unit": "place", "unit_name": "个", "definition": "怎么数的", "shape": PLACE} | fields
    if value is not None:
        said["measure"] = lambda _rows: value
    figure(id, **said)(lambda _scope: Place.objects.all())
    found: Figure = registers.figures[id]
    return found
