"""The answer of a week: lines with their days now and then, what each day costs, and what was left out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from jiayuan.engines.rounds import Instance, Plan, Route, check_plan, effort_of, week_beside
from jiayuan.foundation.clock.weekdays import NUMBERS, mask_of

from ...models import WeekPlan
from ...round_enums import KEEPING_METRES, Keeping
from .week_question import Line, WeekQuestion

Chosen = dict[str, tuple[int, ...]]
KEPT = ("hours", "later", "divided")
"""Why a line keeps its days, or is not given them freely."""
COUNTED = ("stops", "trucks", "trips", "metres", "seconds", "grams", "kg")


def answer_of(question: WeekQuestion, plan: WeekPlan, seconds: float) -> dict[str, Any]:
    """JSON-ready. :raises AssertionError: the engine's week passes a limit."""
    if question.present is None or question.asked is None:
        return _without(question)
    known = question.known
    found = week_beside(
        question.present, question.asked, known, worth=KEEPING_METRES[Keeping(plan.keeping)],
        seconds=seconds, workers=1,
    )  # fmt: skip
    chosen = _by_line(found.chosen)
    _check(question.present, known, found.now)
    _check(question.asked, dict(found.chosen), found.then)
    out = {each.stop.partition("#")[0]: each.code for each in found.then.left}
    before = {each.stop.partition("#")[0] for each in found.now.left}
    left = [_left(each, out.get(each.name) or each.why) for each in question.lines if _is_left(each, out)]
    return {
        "lines": [_line(each, chosen if each.name not in out else {}) for each in question.lines],
        "days": [
            {"now": _effort(question.present, found.now, day), "then": _effort(question.asked, found.then, day)}
            for day in NUMBERS
        ],
        "left": left,
        "left_now": len(before | {each.name for each in question.lines if not each.patterns}),
        "notes": _notes(question),
    }  # fmt: skip


def _by_line(found: Mapping[str, tuple[int, ...]]) -> Chosen:
    """Of a load that was divided all parts together. :raises AssertionError: they were given different days."""
    chosen: Chosen = {}
    for stop, days in found.items():
        name = stop.partition("#")[0]
        if chosen.setdefault(name, days) != days:
            raise AssertionError(f"parts of one load have different days: {name}")
    return chosen


def _is_left(line: Line, out: dict[str, str]) -> bool:
    return line.name in out or not line.patterns


def _without(question: WeekQuestion) -> dict[str, Any]:
    """Nothing can be drawn: an empty week, nobody to drive, or nowhere to unload."""
    left = [_left(each, question.code) for each in question.lines]
    notes = [{"code": question.code, "what": ""}, *_notes(question)]
    return {"lines": [_line(each, {}) for each in question.lines], "days": [], "left": left,
            "left_now": len(left), "notes": notes}  # fmt: skip


def _line(line: Line, chosen: Chosen) -> dict[str, Any]:
    """What was left out keeps its days."""
    row, days = line.row, chosen.get(line.name, line.now)
    return {
        "row": row.pk, "estate": row.estate_id, "stream": row.stream, "at": f"{row.at:%H:%M}",
        "now": row.weekdays, "days": mask_of(days), "kg_now": line.amount(len(line.now)),
        "kg": line.amount(len(days)), "why": line.why,
    }  # fmt: skip


def _left(line: Line, code: str) -> dict[str, Any]:
    row = line.row
    return {"row": row.pk, "estate": row.estate_id, "stream": row.stream, "code": code,
            "kg": line.amount(line.times)}  # fmt: skip


def _notes(question: WeekQuestion) -> list[dict[str, Any]]:
    unknown = [each.crew.vehicle.plate for each in question.crews if each.crew.vehicle.range_km is None]
    kept = [(each.why, each.row.estate_id) for each in question.lines if each.why in KEPT]
    return [
        *({"code": "range", "what": plate} for plate in sorted(set(unknown))),
        *({"code": code, "what": estate} for code, estate in dict.fromkeys(kept)),
    ]


def _check(instance: Instance, chosen: Chosen, plan: Plan) -> None:
    """Each stop on exactly these days."""
    stops = tuple(replace(each, patterns=(chosen.get(each.id, each.patterns[0]),)) for each in instance.stops)
    faults = check_plan(replace(instance, stops=stops), plan)
    if faults:
        raise AssertionError(f"the week passes limits: {faults[0]}")


def _effort(instance: Instance, plan: Plan, day: int) -> dict[str, int]:
    routes: Sequence[Route] = [each for each in plan.routes if each.day == day]
    found, loads = effort_of(instance, routes), {each.id: each.load[0] for each in instance.stops}
    stops = [stop for each in routes for stop in each.stops]
    return dict(
        zip(
            COUNTED,
            (
                len({each.partition("#")[0] for each in stops}), found.trucks, found.trips, found.driven,
                found.away, found.grams, sum(loads[each] for each in stops),
            ),
            strict=True,
        )
    )  # fmt: skip
