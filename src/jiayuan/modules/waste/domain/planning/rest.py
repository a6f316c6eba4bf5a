"""The rest of a day after a breakdown: who is on the road drives on as they were told, and what is stranded is put in
where it costs least way, unless another plan is clearly shorter.
"""

from collections import defaultdict

from jiayuan.engines.rounds import Plan, Route, Trip

from ...models import RoundStop
from ...round_enums import RoundState
from .last_week import WORTH, kept_or
from .question import Question
from .standing import Driver, Standing

STRANDED_WORTH = 1.2
"""After a breakdown so much must be saved before drivers who have nothing to do with it are sent elsewhere."""


def driven_on(question: Question, standing: Standing, plan: Plan) -> tuple[Plan, bool]:
    """The plan, or today's rounds with what is stranded; and whether it is those."""
    kept = _routes_of_today(question, standing)
    served = {stop for each in kept for stop in each.stops}
    is_new = any(each.id not in served for each in question.instance.stops)
    return kept_or(question.instance, kept, plan, STRANDED_WORTH if is_new else WORTH)


def stops_of(driver: Driver, standing: Standing) -> list[RoundStop]:
    """What waits in this driver's round and may be drawn anew, in the order that they know."""
    known = driver.round
    if known is None or known.state == RoundState.BROKEN_DOWN:
        return []
    return [each for each in standing.free if each.round_id == known.pk]


def _routes_of_today(question: Question, standing: Standing) -> list[Route]:
    instance = question.instance
    stops, sites = {each.id for each in instance.stops}, {each.id for each in instance.sites}
    made = []
    for truck in instance.trucks:
        trips = defaultdict[int, list[RoundStop]](list)
        for stop in stops_of(question.drivers[truck.id], standing):
            trips[stop.trip].append(stop)
        drawn = [_trip(rows, stops) for _number, rows in sorted(trips.items())]
        found = tuple(each for each in drawn if each.stops and each.site in sites)
        if found and truck.count:
            made.append(Route(0, truck.id, found, truck.hours[0]))
    return made


def _trip(rows: list[RoundStop], known: set[str]) -> Trip:
    """Without what the planner has to divide: that is put in anew."""
    names = [f"s{each.pk}/{each.stream}" for each in rows]
    return Trip(tuple(each for each in names if each in known), f"site {rows[0].site_id}")
