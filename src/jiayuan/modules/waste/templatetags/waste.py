"""Template tags of waste sorting: ``{% load waste %}``."""

from datetime import date, time

from django import template

from jiayuan.foundation.clock.spoken import day_with_weekday

from ..domain.queries.gaps import Gap
from ..enums import GapKind
from ..streams import StreamFacts, facts_of
from ..weekdays import numbers_of, spoken, weekday_names

register = template.Library()
ICONS = {
    GapKind.POINT: "map-pin-off",
    GapKind.BIN: "trash-2",
    GapKind.DAY: "calendar",
    GapKind.HOURS: "clock",
    GapKind.GUIDE: "user-check",
}


@register.filter
def weekdays(mask: int) -> str:
    """``{{ day.weekdays|weekdays }}``: every day."""
    return spoken(mask)


@register.filter
def weekday_and_day(given: date) -> str:
    """``{{ day|weekday_and_day }}``: Fri 20 November."""
    return day_with_weekday(given)


@register.filter
def hour(given: time) -> str:
    return f"{given:%H:%M}"


@register.simple_tag
def stream_facts(stream: str) -> StreamFacts:
    return facts_of(stream)


@register.inclusion_tag("waste/parts/stream.html")
def stream(code: str, large: bool = False) -> dict[str, object]:
    """``{% stream bin.stream %}``: a stream by the colour of its bin, a shape and its name."""
    return {"facts": facts_of(code), "large": large}


@register.inclusion_tag("waste/parts/gap.html")
def gap_tag(gap: Gap) -> dict[str, object]:
    return {"gap": gap, "shape": ICONS[gap.kind]}


@register.inclusion_tag("waste/parts/weekday_boxes.html")
def weekday_boxes(prefix: str, chosen: int = 0) -> dict[str, object]:
    """Seven boxes to tick; ``prefix`` keeps the ids of several forms on a page apart."""
    held = numbers_of(chosen)
    return {"prefix": prefix, "days": [(at, name, at in held) for at, name in enumerate(weekday_names())]}
