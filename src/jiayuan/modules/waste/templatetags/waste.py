"""Template tags of waste sorting: ``{% load waste %}``."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from django import template
from django.urls import reverse

from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.clock.weekdays import numbers_of, spoken, weekday_names
from jiayuan.foundation.common.units import in_kilograms, in_kilometres, in_litres, in_percent
from jiayuan.services.cases.interfaces.sheet import Sheet

from ..domain.queries.gaps import Gap
from ..domain.queries.scorecards import Card
from ..domain.queries.weights import WeightLine
from ..enums import GapKind
from ..interfaces.kit_words import points_words, week_words
from ..interfaces.plan_words import clock_of
from ..interfaces.point_words import point_name
from ..interfaces.stop_words import stop_name
from ..models import RoundStop
from ..streams import StreamFacts, facts_of

register = template.Library()
register.filter(in_kilograms)
register.filter(in_kilometres)
register.filter(in_litres)
register.filter(point_name)
ICONS = {
    GapKind.POINT: "map-pin-off",
    GapKind.BIN: "trash-2",
    GapKind.DAY: "calendar",
    GapKind.HOURS: "clock",
    GapKind.GUIDE: "user-check",
}


@register.filter
def named_among(stop: RoundStop, stops: Sequence[RoundStop]) -> str:
    """``{{ stop|named_among:each.stops }}``: the estate, and which stop there where it has several."""
    return stop_name(stop, stops)


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


@register.filter
def clock(seconds: int) -> str:
    """``{{ charge.at|clock }}``: a second of the day as 11:30."""
    return clock_of(seconds)


@register.filter
def as_dialled(phone: str) -> str:
    """``{{ phone|as_dialled }}``: as people here write it, without the country's code."""
    return phone.removeprefix("+86")


@register.simple_tag
def typed(sheet: Sheet, name: str, weekdays: int) -> str:
    """``{% typed sheet name row.weekdays %}``: what was typed; before that, how many days a week there are."""
    return sheet.get(name) or str(weekdays.bit_count())


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


@register.simple_tag
def kilograms(line: WeightLine, code: str) -> str:
    """``{% kilograms line stream %}``: whole kilograms of a stream; a dash for nothing weighed."""
    kg = line.kg.get(code)
    return "–" if kg is None else f"{round(kg):,}"


@register.simple_tag
def points(given: float) -> str:
    """``{% points 2.31 %}``: +2.3 percentage points."""
    return points_words(given)


@register.simple_tag
def week_of(week: int) -> str:
    """``{% week_of step.week %}``: 2 weeks before."""
    return week_words(week)


@register.filter
def percent(share: float) -> str:
    """``{{ 0.031|percent }}``: 3.1 %."""
    return in_percent(f"{100 * share:.1f}")


def _amount(code: str, given: float | None, *, sign: bool = True) -> str:
    """Hundredths with one place; kilograms with two where it is less than one."""
    if given is None:
        return ""
    if code == "share":
        return in_percent(f"{given:.1f}") if sign else f"{given:.1f}"
    return f"{given:.2f}" if given < 1 else f"{given:.1f}"


@register.inclusion_tag("waste/parts/measure.html", takes_context=True)
def measure(context: template.Context, card: Card, code: str) -> dict[str, str]:
    """``{% measure card "share" %}``: now, before, and what places like it have; it opens the weeks it comes from."""
    found = card.measures[str(code)]
    url = f"{reverse('console-waste-scorecard', args=[card.place.path])}?weeks={context['many']}#weeks"
    amounts = {name: _amount(code, getattr(found, name)) for name in ("value", "before", "high")}
    amounts["low"] = _amount(code, found.low, sign=False)  # of a range, only the end has the sign
    return {**amounts, "url": url}


@register.simple_tag
def a_household(streams: Mapping[str, float | None], code: str) -> str:
    return _amount(code, streams.get(str(code))) or "–"
