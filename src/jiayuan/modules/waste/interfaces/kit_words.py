"""What a kit keeps as numbers and codes, in words: for the page, and for paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.clock.weekdays import spoken
from jiayuan.foundation.common.units import in_litres

from ..enums import Stream
from ..streams import facts_of

NOTHING = "–"


def hours_words(hours: Sequence[Any]) -> str:
    """``[127, "07:00", "09:00", 3]``: every day 07:00–09:00, at 3 drop points."""
    words = f"{spoken(hours[0])} {hours[1]}–{hours[2]}"
    if len(hours) > 3:
        at = ngettext("at %(n)s drop point", "at %(n)s drop points", hours[3]) % {"n": hours[3]}
        words = _("%(hours)s (%(where)s)") % {"hours": words, "where": at}
    return words


def bins_words(stream: str, litres: int, count: int) -> str:
    """With the colour of the bin, for paper has no other."""
    facts = facts_of(stream)
    said = {"stream": facts.label, "colour": facts.colour_name, "count": count, "size": in_litres(litres)}
    return _("%(stream)s (%(colour)s): %(count)s × %(size)s") % said


def day_words(stream: str, weekdays: int, at: str) -> str:
    said = {"stream": Stream(stream).label, "days": spoken(weekdays), "at": at}
    return _("%(stream)s: %(days)s %(at)s") % said


def week_words(week: int) -> str:
    """When a step is taken, beside the week in which it begins."""
    if week == 0:
        return _("in the first week")
    if week < 0:
        return ngettext("%(n)s week before", "%(n)s weeks before", -week) % {"n": -week}
    return ngettext("%(n)s week after", "%(n)s weeks after", week) % {"n": week}


@dataclass(frozen=True)
class Compared:
    """A row of the table before and after; each side a line or several."""

    label: str
    before: Sequence[str]
    after: Sequence[str]


def compared(practice: Mapping[str, Any]) -> Sequence[Compared]:
    before, after = practice["before"], practice["after"]
    return [
        Compared(label, tell(before) or [NOTHING], tell(after) or [NOTHING]) for label, tell in _ROWS()
    ]  # fmt: skip


def _ROWS() -> Sequence[tuple[str, Callable[[Mapping[str, Any]], list[str]]]]:  # noqa: N802
    return [
        (_("Drop points"), _points),
        (_("Bins"), lambda told: [bins_words(*each) for each in told["bins"]]),
        (_("Opening hours"), lambda told: [hours_words(each) for each in told["hours"]]),
        (_("Guided hours"), _guided),
        (_("Collection days"), lambda told: [day_words(*each) for each in told["days"]]),
        (_("Inspections a month"), _inspections),
    ]


def _points(told: Mapping[str, Any]) -> list[str]:
    if not told["points"]:
        return []
    if not told["households"]:
        return [str(told["points"])]
    each = round(told["households"] / told["points"])
    return [
        _("%(points)s, one for %(households)s households") % {"points": told["points"], "households": each}
    ]


def _guided(told: Mapping[str, Any]) -> list[str]:
    if not told["guided"]:
        return []
    hours = told["guided_minutes"] / 60
    together = _("%(hours)s hours a week together") % {"hours": f"{hours:g}"}
    return [*(hours_words(each) for each in told["guided"]), together]


def _inspections(told: Mapping[str, Any]) -> list[str]:
    many = told["inspections"]
    return [_("too short a time to say")] if many is None else [f"{many:g}"]


def line_title(line: Mapping[str, Any]) -> str:
    """What a line of a draft is about."""
    title = {
        "hours": _("Opening hours"), "guided": _("Guided hours"), "bins": _("Bins"), "day": _("Collection days"),
        "points": _("Drop points"),
    }[line["kind"]]  # fmt: skip
    about = line["name"] or (str(Stream(line["stream"]).label) if line["stream"] else "")
    return f"{title} · {about}" if about else title


def line_now(line: Mapping[str, Any]) -> str:
    return _(", ").join(_held(line, each) for each in _listed(line)) or NOTHING


def line_then(line: Mapping[str, Any]) -> str:
    return _held(line, line["then"]) if line["then"] else NOTHING


def line_because(line: Mapping[str, Any]) -> str:
    """Why a line cannot be written."""
    if line["day"]:
        return _later(line["kind"]) % {"day": day_with_weekday(date.fromisoformat(line["day"]))}
    if line["because"] == "none":
        return _("There is no drop point on this day: open one on the page of the estate, then compare anew.")
    return _(
        "Fewer for as many households. Where one more can stand, somebody has to look at: a kit opens none."
    )


def _later(kind: str) -> str:
    if kind == "bins":
        return _(
            "From %(day)s fewer bins of this size are entered already: enter there as many first, or none of this size "
            "from that day."
        )
    if kind == "day":
        return _("From %(day)s fewer days are entered already for this hour: add these days there first.")
    return _("From %(day)s other hours are entered already that overlap these: end those first.")


def _listed(line: Mapping[str, Any]) -> Sequence[Any]:
    return [line["now"]] if line["kind"] == "points" and line["now"] else line["now"]


def _held(line: Mapping[str, Any], held: Sequence[Any]) -> str:
    if line["kind"] in ("hours", "guided"):
        return hours_words(held)
    if line["kind"] == "bins":
        return bins_words(line["stream"], *held)
    if line["kind"] == "day":
        return f"{spoken(held[0])} {held[1]}"
    return _("%(points)s for %(households)s households") % {"points": held[0], "households": held[1]}


def points_words(given: float | None) -> str:
    """+2.3 percentage points."""
    shown = f"{given or 0:+.1f}".replace("-", "−")
    words = pgettext("percentage points", "%(number)s points") % {"number": shown}
    return words.replace(" ", "\u00a0")
