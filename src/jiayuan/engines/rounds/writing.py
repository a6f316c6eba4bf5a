"""A plan as plain data: what ``jiayuan plan rounds --json`` prints, and what others keep."""

from dataclasses import asdict
from typing import Any

from .explain import compare
from .model import Instance, Plan, Route
from .walk import Call, Ground, walk


def plan_as_data(instance: Instance, plan: Plan) -> dict[str, Any]:
    """JSON-ready. Ways in the file's own measure (metres, where it is a district), times in seconds of the day."""
    ground, comparison = Ground(instance), compare(instance, plan)
    return {
        "cost": _own(plan.cost, instance.scale),
        "bound": None if plan.bound is None else _own(plan.bound, instance.scale),
        "seconds": round(plan.seconds, 2),
        "routes": [_route(ground, each) for each in plan.routes],
        "left": [asdict(each) for each in plan.left],
        "notes": [asdict(each) for each in plan.notes],
        "plan": asdict(comparison.plan),
        "today": None if comparison.today is None else asdict(comparison.today),
    }


def _own(value: int, scale: int) -> float | int:
    """In the measure of the file."""
    return value if scale == 1 else value / scale


def _route(ground: Ground, route: Route) -> dict[str, Any]:
    done, scale = walk(ground, route), ground.instance.scale
    return {
        "day": ground.instance.days[route.day],
        "truck": route.truck,
        "starts": _own(done.start, scale),
        "ends": _own(done.end, scale),
        "driven": _own(done.driven, scale),
        "trips": [
            {"stops": list(trip.stops), "site": trip.site, "charge": trip.charge, "load": list(load)}
            for trip, load in zip(route.trips, done.loads, strict=True)
        ],
        "calls": [_call(call, scale) for call in done.calls],
    }


def _call(call: Call, scale: int) -> dict[str, Any]:
    return {
        "at": call.id,
        "arrives": _own(call.arrives, scale),
        "begins": _own(call.begins, scale),
        "leaves": _own(call.leaves, scale),
    }
