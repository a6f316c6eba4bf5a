"""A plan of a day: asked for in a request, worked out in the background, kept as plain data to be looked at."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.engines.rounds import Call, Ground, Left, Plan, Route, check_plan, solve, walk
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_name
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.models import Organisation

from ...models import RoundPlan, RoundStop
from ...ops_rules import OPERATE
from ...round_enums import PlanState
from .effort import compared
from .last_week import settled
from .needs import Need, calls_of, needs_of
from .question import Question, question_of
from .rest import driven_on, stops_of
from .standing import Standing, sites_on, standing_of

DAY_SECONDS, REST_SECONDS = 20.0, 5.0
"""How long the engine looks: for a day ahead, and when a truck stands in the road."""
DAYS_AHEAD = 14


def begin_plan(operator: Organisation, day: Any, *, by: Actor) -> RoundPlan:
    """One that is at work already is given instead of a second, unless nobody is at it any more.

    :raises Refused, Invalid: each in words.
    """
    from ...tasks import draw_rounds

    gate(by, OPERATE, operator)
    if not 0 <= (day - today()).days <= DAYS_AHEAD:
        raise Invalid(
            _("This day cannot be planned."), _("Choose today or one of the next 14 days."), field="day"
        )
    with transaction.atomic():
        lock_name(f"waste-plan/{operator.pk}/{day}")
        if (known := RoundPlan.objects.working().filter(operator=operator, day=day).first()) is not None:
            if not known.is_given_up:
                return known
            drop_plan(known.pk, by=by)
        plan = RoundPlan(operator=operator, day=day, asked_by=by.person)
        plan.save()
        note_plan(plan, "waste.begin_plan", by)
        transaction.on_commit(lambda: draw_rounds.enqueue(plan.pk))
    return plan


def work_out(pk: int, seconds: float | None = None) -> None:
    """Safe to run twice: what is ready stays as it is. What cannot be worked out says so and is not waited for."""
    with transaction.atomic():
        plan = (
            RoundPlan.objects.select_for_update(of=("self",)).select_related("operator").filter(pk=pk).first()
        )
        if plan is None or not plan.is_working:
            return
        plan.state = PlanState.RUNNING
        plan.save()
    try:
        drawn, seen = draw(plan.operator, plan.day, seconds)
    except Exception:
        _finish(plan, PlanState.FAILED, {}, "")
        raise
    _finish(plan, PlanState.READY, drawn, seen)


def drop_plan(pk: int, *, by: Actor) -> RoundPlan:
    """Put it aside, once: nothing else changes. :raises Conflict: it is accepted already."""
    with transaction.atomic():
        plan = lock_plan(pk, by)
        if plan.state == PlanState.DROPPED:
            return plan
        if plan.state == PlanState.ACCEPTED:
            raise Conflict(
                _("This plan is accepted already."), _("Look at the rounds of the day."), code="state"
            )
        plan.state, plan.finished_at = PlanState.DROPPED, plan.finished_at or now()
        plan.save()
        note_plan(plan, "waste.drop_plan", by)
    return plan


def lock_plan(pk: int, by: Actor) -> RoundPlan:
    """:raises Missing, Refused: each in words."""
    plan = lock_first(RoundPlan.objects.visible_to(by).select_related("operator"), pk)
    if plan is None:
        raise Missing(_("There is no such plan."), _("Have the day planned anew."))
    gate(by, OPERATE, plan.operator)
    return plan


def draw(operator: Organisation, day: Any, seconds: float | None = None) -> tuple[dict[str, Any], str]:
    """The plan as data, and how the day stood when it was drawn."""
    standing = standing_of(operator, day)
    needs = needs_of(standing.due, day, standing.taken)
    sites = sites_on(operator, day)
    loads = [*needs, *standing.free]
    if not loads or not standing.drivers or not sites:
        return _without(loads, standing, has_sites=bool(sites)), standing.seen
    question = question_of(standing, needs, sites, calls_of(standing.due, standing.taken))
    many = seconds if seconds is not None else REST_SECONDS if standing.is_rest else DAY_SECONDS
    plan = solve(question.instance, seconds=many, workers=1)
    plan, is_kept = (driven_on if standing.is_rest else settled)(question, standing, plan)
    faults = check_plan(question.instance, plan)
    if faults:
        raise AssertionError(f"the plan passes limits: {faults[0]}")
    data = _as_data(question, plan, standing) | {"is_kept": is_kept}
    return data | compared(question, standing, plan), standing.seen


def _without(loads: Any, standing: Standing, *, has_sites: bool) -> dict[str, Any]:
    """Nothing can be drawn: an empty day, nobody to drive, or nowhere to unload."""
    code = "empty" if not loads else "site" if standing.drivers and not has_sites else "crew"
    if code == "crew" and standing.over:
        code = "over"
    left = [_left(each, standing.why_none(each.stream, "crew") if code == "over" else code) for each in loads]
    said = "settled" if code == "empty" and standing.is_rest else code
    notes = [{"code": said, "what": ""}, *_notes_of_crews(standing)]
    return {"rounds": [], "left": left, "notes": notes, "is_rest": standing.is_rest}


def _notes_of_crews(standing: Standing) -> list[dict[str, Any]]:
    unknown = [each.crew for each in standing.drivers if each.crew.vehicle.range_km is None]
    used_up = [
        each.crew
        for each in standing.drivers
        if each.range_km is not None
        and each.range_km <= each.home_km
        and not each.crew.vehicle.charging_minutes
    ]
    return [
        {"code": code, "what": crew.vehicle.plate}
        for code, crews in (("range", unknown), ("used_up", used_up), ("busy", standing.busy))
        for crew in crews
    ]


def _as_data(question: Question, plan: Plan, standing: Standing) -> dict[str, Any]:
    ground = Ground(question.instance)
    notes = _notes_of_crews(standing) + [
        {"code": "divided", "what": question.load_of(each.where).estate.pk}
        for each in question.instance.notes
        if each.code == "divided"
    ]
    return {
        "rounds": [_round(question, ground, standing, each) for each in plan.routes],
        "left": [_left_of(question, ground, standing, each) for each in plan.left],
        "notes": notes,
        "is_rest": standing.is_rest,
    }


def _round(question: Question, ground: Ground, standing: Standing, route: Route) -> dict[str, Any]:
    driver, done = question.drivers[route.truck], walk(ground, route)
    known = [each.pk for each in stops_of(driver, standing)]
    calls, stops, charges = iter(done.calls), [], []
    for number, trip in enumerate(route.trips, driver.first_trip):
        for position, name in enumerate(trip.stops, 1):
            load = question.load_of(name)
            stops.append({
                "estate": load.estate.pk, "stream": load.stream, "trip": number, "position": position,
                "site": int(str(trip.site).removeprefix("site ")), "at": next(calls).begins,
                "kg": ground.stops[name].load[0], "of": load.pk if isinstance(load, RoundStop) else None,
                "call": question.call_of(name), "share": question.share_of(name),
                "from": _came_from(load, known),
            })  # fmt: skip
        next(calls)
        if trip.charge is not None:
            charges.append(_charge(question, ground, next(calls), number))
    return {
        "crew": driver.crew.pk, "driver": driver.person.pk, "plate": driver.crew.vehicle.plate, "stops": stops,
        "metres": done.driven, "charges": charges, "is_same": [each["of"] for each in stops] == known,
        "lost": len(set(known) - {each["of"] for each in stops}),
        "starts": done.start, "ends": done.end,
    }  # fmt: skip


def _came_from(load: Need | RoundStop, known: Collection[int]) -> str:
    """The plate of the truck whose stop it was, where that is another; empty for what no truck had."""
    return str(load.round.vehicle) if isinstance(load, RoundStop) and load.pk not in known else ""


def _charge(question: Question, ground: Ground, call: Call, trip: int) -> dict[str, Any]:
    """``name`` is empty where it is charged in its yard."""
    place = question.instance.places[ground.chargers[call.id].place]
    return {
        "trip": trip, "name": question.names.get(call.id, ""), "at": call.begins, "until": call.leaves,
        "latitude": place.y, "longitude": place.x,
    }  # fmt: skip


def _left_of(question: Question, ground: Ground, standing: Standing, left: Left) -> dict[str, Any]:
    """Of a load that was divided, the part."""
    load, part = question.load_of(left.stop), ground.stops.get(left.stop)
    row = _left(load, standing.why_none(load.stream) if left.code == "stream" else left.code)
    return row if part is None else row | {"kg": part.load[0]}


def _left(load: Any, code: str) -> dict[str, Any]:
    is_stop = isinstance(load, RoundStop)
    kg = float(load.expected_kg) if is_stop else load.kg
    return {
        "estate": load.estate.pk,
        "stream": load.stream,
        "code": code,
        "kg": kg,
        "of": load.pk if is_stop else None,
    }


def _finish(plan: RoundPlan, state: PlanState, drawn: dict[str, Any], seen: str) -> None:
    with transaction.atomic():
        kept = RoundPlan.objects.select_for_update().filter(pk=plan.pk, state=PlanState.RUNNING)
        if not kept.exists():
            return  # put aside meanwhile
        plan.state, plan.drawn, plan.seen, plan.finished_at = state, drawn, seen, now()
        plan.save()
        note_plan(plan, "waste.finish_plan", None)


def note_plan(plan: RoundPlan, action: str, by: Actor | None, **after: Any) -> None:
    record(
        plan.stream, action, by=by.person if by is not None else None,
        after={"state": plan.state, "day": plan.day.isoformat()} | after, place_path=plan.operator.place_id,
    )  # fmt: skip
