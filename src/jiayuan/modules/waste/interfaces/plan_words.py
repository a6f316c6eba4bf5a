"""What the planner says of a day, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.models import Place

from ..models import Crew, RoundPlan

LEFT: dict[str, Any] = {
    "position": _("Its position is not known: enter where the estate stands, then it is planned."),
    "heavy": _("It is heavier than any truck can carry: a larger truck, or more collection days."),
    "road": _("No road leads there: correct the position."),
    "reach": _(
        "The way there, on to where trucks unload and home is longer than any truck's range: charge on the way, or "
        "give a truck with more range."
    ),
    "shift": _("Going there alone takes longer than a shift: lengthen the shift."),
    "window": _(
        "No truck can be there at the hour that residents were told and unload before the sites close: begin earlier, "
        "or change the hour."
    ),
    "hours": _("No truck is back before its day ends: lengthen the hours of a crew."),
    "fleet": _("There are too few trucks today: give another truck or crew, or move it to another day."),
    "stream": _("No truck of this stream can drive on this day: enter a vehicle with its range, and a crew."),
    "over": _(
        "The trucks of this stream have ended their day: give another truck or crew, or move it to another day."
    ),
    "crew": _("Nobody drives today: enter a crew for this day of the week."),
    "site": _("There is no site to unload at: enter one."),
}
NOTES: dict[str, Any] = {
    "range": _("%(what)s stays in its yard: its range is not known. Enter it with the vehicle."),
    "used_up": _("%(what)s has used up its range for today. Charge it, or leave the rest to others."),
    "busy": _("%(what)s stays in its yard: its driver has another vehicle at these hours."),
    "divided": _("%(what)s has more than any truck can take at once: it is called at several times."),
    "empty": _("Nothing is to be fetched on this day: all trucks stay in their yards."),
    "settled": _("Nothing waits to be given to another truck: who is on the road drives on."),
    "over": _("Every truck has ended its day: give another truck or crew for what is left."),
    "crew": _("Nobody drives on this day: enter crews first."),
    "site": _("There is no site to unload at: enter one first."),
}


WHEN_TOLD: dict[bool | None, Any] = {
    True: _("With accepting, those who belong to these estates are told that it was missed."),
    False: _("Those who belong to these estates are told the day after, if it is still left."),
    None: _(
        "Those who belong to an estate that stood in a round are told with accepting that it was missed, the others "
        "the day after, if it is still left."
    ),
}


@dataclass(frozen=True)
class LeftOut:
    """``stood``: is it of a round that was set, so that with accepting it is missed?"""

    estate: Any
    stream: str
    kg: float
    why: Any
    stood: bool


@dataclass(frozen=True)
class DrawnStop:
    """``came_from``: the plate of the truck whose stop it was until now, where that is another."""

    estate: Any
    stream: str
    trip: int
    at: str
    kg: int
    came_from: str


@dataclass(frozen=True)
class Drawn:
    """A round of a plan. ``is_same``: its driver drives it already, in this order; ``lost``: stops given to another."""

    crew: Any
    driver: Any
    plate: str
    km: float
    stops: Sequence[DrawnStop]
    is_same: bool
    lost: int
    charges: Sequence[dict[str, Any]] = ()

    @property
    def taken_over(self) -> int:
        return sum(bool(each.came_from) for each in self.stops)


@dataclass(frozen=True)
class PlanSeen:
    """``totals``: what is counted, of this plan, and of last week's rounds (None where there is nothing to compare)."""

    rounds: Sequence[Drawn]
    left: Sequence[LeftOut]
    notes: Sequence[str]
    totals: Sequence[tuple[Any, str, str | None]] = ()
    is_rest: bool = False

    @property
    def has_changes(self) -> bool:
        """Is there anything to accept? Of the rest of a day also that what is left out was missed."""
        return bool(self.rounds) or (self.is_rest and any(each.stood for each in self.left))

    @property
    def when_told(self) -> Any:
        """When residents learn of what is left out of the rest of a day."""
        kinds = {each.stood for each in self.left}
        return WHEN_TOLD[kinds.pop() if len(kinds) == 1 else None] if self.is_rest and kinds else ""

    @property
    def unchanged(self) -> int:
        return sum(each.is_same for each in self.rounds)

    @property
    def taken_over(self) -> int:
        return sum(each.taken_over for each in self.rounds)

    @property
    def is_compared(self) -> bool:
        return any(before is not None for _label, _now, before in self.totals)


def seen_of(plan: RoundPlan) -> PlanSeen:
    """Three queries."""
    drawn = plan.drawn
    if not drawn:
        return PlanSeen((), (), ())
    paths = {each["estate"] for each in drawn["left"]}
    paths |= {stop["estate"] for each in drawn["rounds"] for stop in each["stops"]}
    paths |= {each["what"] for each in drawn["notes"] if each["code"] == "divided"}
    estates = Place.objects.select_related("parent").defer("boundary", "parent__boundary").in_bulk(paths)
    crews = Crew.objects.select_related("driver").in_bulk([each["crew"] for each in drawn["rounds"]])
    people = Person.objects.in_bulk({each["driver"] for each in drawn["rounds"] if "driver" in each})
    return PlanSeen(
        [_drawn(each, crews, people, estates) for each in drawn["rounds"]],
        [
            LeftOut(
                estates.get(each["estate"]),
                each["stream"],
                each["kg"],
                LEFT.get(each["code"], each["code"]),
                each.get("of") is not None,
            )
            for each in drawn["left"]
        ],
        [
            str(NOTES[each["code"]]) % {"what": estates.get(each["what"], each["what"])}
            for each in drawn["notes"]
        ],
        _totals(drawn),
        bool(drawn["is_rest"]),
    )


TOTALS: dict[str, tuple[Any, float, int]] = {
    "trucks": (pgettext_lazy("total of a plan", "Trucks"), 1, 0),
    "trips": (pgettext_lazy("total of a plan", "Trips"), 1, 0),
    "stops": (pgettext_lazy("total of a plan", "Stops"), 1, 0),
    "metres": (pgettext_lazy("total of a plan", "Kilometres"), 1_000, 1),
    "seconds": (pgettext_lazy("total of a plan", "Hours on the road"), 3_600, 1),
    "grams": (pgettext_lazy("total of a plan", "CO₂ (kg)"), 1_000, 1),
}
"""What each is called, by what it is divided, and how many digits are said after the point."""


def _totals(drawn: dict[str, Any]) -> list[tuple[Any, str, str | None]]:
    """Of a plan that was drawn before this was counted, none; CO₂ only where it is known what a kilometre costs."""
    found, before = drawn.get("effort") or {}, drawn.get("before") or {}
    return [
        (label, f"{found[name] / unit:.{digits}f}", f"{before[name] / unit:.{digits}f}" if before else None)
        for name, (label, unit, digits) in TOTALS.items()
        if name in found and (name != "grams" or found[name])
    ]


def _drawn(
    each: dict[str, Any], crews: dict[int, Crew], people: dict[int, Person], estates: dict[str, Place]
) -> Drawn:
    crew = crews.get(each["crew"])
    driver = people.get(each["driver"]) if "driver" in each else crew and crew.driver
    stops = [
        DrawnStop(
            estates.get(stop["estate"]), stop["stream"], stop["trip"], clock_of(stop["at"]), stop["kg"],
            stop.get("from", ""),
        )
        for stop in each["stops"]
    ]  # fmt: skip
    return Drawn(
        crew, driver, each["plate"], round(each["metres"] / 1_000, 1), stops, each.get("is_same", False),
        each.get("lost", 0), each.get("charges", ()),
    )  # fmt: skip


def clock_of(seconds: int) -> str:
    """Of a second of the day."""
    return f"{seconds // 3_600:02d}:{seconds % 3_600 // 60:02d}"
