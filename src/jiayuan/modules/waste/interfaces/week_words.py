"""A weekly plan in the reader's language: totals now and then, days, estates, and what was left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from jiayuan.foundation.clock.weekdays import NUMBERS, numbers_of, weekday_names
from jiayuan.foundation.places.models import Place

from ..enums import Stream
from ..models import WeekPlan
from .plan_words import LEFT as LEFT_OF_A_DAY

LEFT: dict[str, Any] = LEFT_OF_A_DAY | {
    "heavy": gettext_lazy(
        "It is heavier than any truck can carry: a larger truck, or more collections a week."
    ),
    "fleet": gettext_lazy(
        "On one of its days at least there is no truck with room and time for it: give another crew for that day, or "
        "fewer collections."
    ),
    "stream": gettext_lazy("No truck of this stream can drive: enter a vehicle with its range, and a crew."),
    "crew": gettext_lazy("Nobody drives this stream: enter a vehicle and a crew."),
    "days": gettext_lazy(
        "Crews of this stream drive on fewer days than it is to be collected: give a crew more days, or ask for fewer "
        "collections."
    ),
}
NOTES: dict[str, Any] = {
    "range": gettext_lazy("%(what)s stays in its yard: its range is not known. Enter it with the vehicle."),
    "hours": gettext_lazy(
        "%(what)s is called at several hours of one stream, which belong together: its days stay. Change them on the "
        "page of the estate."
    ),
    "later": gettext_lazy(
        "%(what)s has other days, or none, from a later day on, as was entered already: until then its days stay. Have "
        "the week planned anew once they hold."
    ),
    "divided": gettext_lazy(
        "%(what)s has more than any truck can take at once and is called several times on its days: they are not "
        "chosen freely. More collections a week would help."
    ),
    "empty": gettext_lazy(
        "Nothing is collected here: no estate in the unit's places has collection days for its trucks. Enter days on "
        "the page of the estate, or vehicles for the stream."
    ),
    "crew": gettext_lazy("Nobody drives: enter crews first, then ask again."),
    "site": gettext_lazy("There is no site to unload at: enter one first, then ask again."),
}
OF_ESTATES = ("hours", "later", "divided")
"""Notes that name an estate."""
MOST_NOTES = 8


@dataclass(frozen=True)
class Total:
    """One thing that is counted, for the week now and then."""

    label: Any
    now: str
    then: str
    change: str


@dataclass(frozen=True)
class DaySeen:
    """``now`` and ``then``: what is counted, by name. ``share``: of the heaviest day of both weeks, in hundredths."""

    name: str
    now: Mapping[str, Any]
    then: Mapping[str, Any]
    share_now: int
    share: int


@dataclass(frozen=True)
class Mark:
    """A day of the week of an estate."""

    letter: str
    name: str
    is_now: bool
    is_then: bool


@dataclass(frozen=True)
class LineSeen:
    row: int
    estate: Any
    stream: str
    stream_name: Any
    at: str
    marks: Sequence[Mark]
    times_now: int
    times: int
    kg: float
    is_changed: bool
    is_skipped: bool


@dataclass(frozen=True)
class LeftSeen:
    estate: Any
    stream: str
    kg: float
    why: Any


WEEKS = ("now", "then")
UNITS: dict[str, tuple[Any, float, int]] = {
    "stops": (pgettext_lazy("total of a weekly plan", "Collections"), 1, 0),
    "metres": (pgettext_lazy("total of a plan", "Kilometres"), 1_000, 1),
    "seconds": (pgettext_lazy("total of a plan", "Hours on the road"), 3_600, 1),
    "trips": (pgettext_lazy("total of a plan", "Trips"), 1, 0),
    "trucks": (pgettext_lazy("total of a weekly plan", "Trucks sent out, all days"), 1, 0),
    "grams": (pgettext_lazy("total of a plan", "CO₂ (kg)"), 1_000, 1),
}
MOST: dict[str, tuple[Any, float, int]] = {
    "trucks": (pgettext_lazy("total of a weekly plan", "Most trucks on one day"), 1, 0),
    "kg": (pgettext_lazy("total of a weekly plan", "Heaviest day (t)"), 1_000, 1),
}


def totals_of(plan: WeekPlan) -> list[Total]:
    """Sums of the week, the fullest day, and what no truck takes."""
    days = plan.drawn.get("days", [])
    if not days:
        return []
    made = [
        _total(unit, [sum(each[week][name] for each in days) for week in WEEKS])
        for name, unit in UNITS.items()
        if name != "grams" or any(each[week][name] for each in days for week in WEEKS)
    ]
    made += [
        _total(unit, [max(each[week][name] for each in days) for week in WEEKS])
        for name, unit in MOST.items()
    ]
    if plan.drawn["left_now"] or plan.drawn["left"]:
        label = pgettext("total of a weekly plan", "Estates and streams left out")
        made.append(_total((label, 1, 0), [plan.drawn["left_now"], len(plan.drawn["left"])]))
    return made


def _total(unit: tuple[Any, float, int], found: Sequence[float]) -> Total:
    label, size, digits = unit
    now, then = (each / size for each in found)
    before, after = f"{now:,.{digits}f}", f"{then:,.{digits}f}"
    change = "±0" if before == after else f"{then - now:+,.{digits}f}".replace("-", "−")
    return Total(label, before, after, change)


def days_of(plan: WeekPlan) -> list[DaySeen]:
    days = plan.drawn.get("days", [])
    most = max((each[week]["kg"] for each in days for week in WEEKS), default=0) or 1
    return [
        DaySeen(
            name,
            _shown(each["now"]),
            _shown(each["then"]),
            round(100 * each["now"]["kg"] / most),
            round(100 * each["then"]["kg"] / most),
        )
        for name, each in zip(weekday_names(), days, strict=False)
    ]


def day_heads() -> list[str]:
    """What is said of each day beside its load, in the order of the table."""
    return [
        pgettext("total of a weekly plan", "Collections"), pgettext("total of a plan", "Trucks"),
        pgettext("total of a plan", "Trips"), pgettext("total of a weekly plan", "km"),
        pgettext("total of a weekly plan", "Hours"),
    ]  # fmt: skip


def _shown(counted: Mapping[str, int]) -> dict[str, str]:
    return {
        "trucks": f"{counted['trucks']}", "trips": f"{counted['trips']}", "stops": f"{counted['stops']}",
        "km": f"{counted['metres'] / 1_000:,.1f}", "hours": f"{counted['seconds'] / 3_600:,.1f}",
        "tonnes": f"{counted['kg'] / 1_000:,.1f}",
    }  # fmt: skip


def letters() -> list[str]:
    """Of the days of the week, short enough for a row of seven marks."""
    return [
        pgettext("letter of Monday", "Mo"), pgettext("letter of Tuesday", "Tu"),
        pgettext("letter of Wednesday", "We"), pgettext("letter of Thursday", "Th"),
        pgettext("letter of Friday", "Fr"), pgettext("letter of Saturday", "Sa"),
        pgettext("letter of Sunday", "Su"),
    ]  # fmt: skip


def lines_of(plan: WeekPlan, lines: Sequence[Mapping[str, Any]]) -> list[LineSeen]:
    """One query."""
    places = Place.objects.defer("boundary").in_bulk({each["estate"] for each in lines})
    short, names, skipped = letters(), weekday_names(), set(plan.skipped)
    return [
        LineSeen(
            each["row"],
            places.get(each["estate"], each["estate"]),
            each["stream"],
            Stream(each["stream"]).label,
            each["at"],
            marks_of(each["now"], each["days"], short, names),
            each["now"].bit_count(),
            each["days"].bit_count(),
            each["kg"],
            each["days"] != each["now"],
            each["row"] in skipped,
        )
        for each in lines
    ]


def marks_of(now: int, days: int, short: Sequence[str], names: Sequence[str]) -> list[Mark]:
    before, after = numbers_of(now), numbers_of(days)
    return [Mark(short[day], names[day], day in before, day in after) for day in NUMBERS]


def left_of(plan: WeekPlan) -> list[LeftSeen]:
    """One query."""
    rows = plan.drawn.get("left", [])
    places = Place.objects.defer("boundary").in_bulk({each["estate"] for each in rows})
    return [
        LeftSeen(
            places.get(each["estate"], each["estate"]),
            each["stream"],
            each["kg"],
            LEFT.get(each["code"], each["code"]),
        )
        for each in rows
    ]


def notes_of(plan: WeekPlan) -> list[str]:
    """What the reader should know, each once; of many alike the first. One query."""
    rows = plan.drawn.get("notes", [])
    paths = {each["what"] for each in rows if each["code"] in OF_ESTATES}
    places = Place.objects.defer("boundary").in_bulk(paths)
    by_code: dict[str, list[str]] = {}
    for each in rows:
        by_code.setdefault(each["code"], []).append(str(places.get(each["what"], each["what"])))
    return [str(NOTES[code]) % {"what": _few(whats)} for code, whats in by_code.items() if code in NOTES]


def _few(whats: Sequence[str]) -> str:
    found = _(", ").join(whats[:MOST_NOTES])
    return found if len(whats) <= MOST_NOTES else f"{found} …"
