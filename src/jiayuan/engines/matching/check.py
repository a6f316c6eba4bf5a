"""What a plan costs and whether it keeps every limit, reckoned from the instance alone, in plain Python.

Neither the rules nor the prices of the solver are used: both are written a second time here, so that its answer is
judged by something else than itself. :func:`check_bound` proves the bound from the shadow prices that came with it.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from jiayuan.engines.faults import Fault
from jiayuan.engines.ground import metres as on_globe
from jiayuan.engines.plans import Status

from .model import Helper, Ids, Instance, Plan, Proposal, Tier, Urgency, Wish

DISTANCES = (Tier.POINT, Tier.TEAM, Tier.CENTRE, Tier.MERCHANT, Tier.STREET)
TIMES = {Urgency.NORMAL: 1, Urgency.SOON: 2, Urgency.URGENT: 3}
PARTS = (
    "distance", "skill", "language", "tier", "availability", "late", "past", "fairness", "load", "unserved",
)  # fmt: skip
ROUNDING = 1e-6
"""Share of a bound that floating point may have added."""


def metres(instance: Instance, wish: Wish, helper: Helper) -> int:
    (east, north), (to_east, to_north) = wish.place, helper.place
    if instance.is_geographic:
        return on_globe(north, east, to_north, to_east)
    return round(math.sqrt((east - to_east) ** 2 + (north - to_north) ** 2))


def start(wish: Wish, helper: Helper) -> int | None:
    """The first minute at which both have time for as long as the wish needs."""
    always = [(0, math.inf)]
    found = [
        max(one[0], two[0], 0)
        for one in (always if wish.windows is None else wish.windows)
        for two in (always if helper.windows is None else helper.windows)
        if min(one[1], two[1]) - max(one[0], two[0], 0) >= wish.minutes
    ]
    return int(min(found)) if found else None


def may(instance: Instance, wish: Wish, helper: Helper) -> bool:
    """Does this helper keep every hard rule for this wish?"""
    return (
        all(each in helper.skills for each in wish.all_of)
        and (not wish.any_of or any(each in helper.skills for each in wish.any_of))
        and all(each in helper.qualifications for each in wish.qualifications)
        and (not wish.languages or any(each in helper.languages for each in wish.languages))
        and not any(each in helper.declines for each in wish.kinds)
        and helper.tier in wish.tiers
        and (wish.groups is None or any(each in helper.groups for each in wish.groups))
        and helper.id not in wish.excluded
        and wish.id not in helper.refused
        and not helper.is_out
        and helper.capacity > helper.load
        and metres(instance, wish, helper) <= helper.reach
        and start(wish, helper) is not None
    )


def pair_parts(instance: Instance, wish: Wish, helper: Helper) -> Mapping[str, int]:
    """What two that may be matched cost, but for the load."""
    prices, begin = instance.prices, start(wish, helper) or 0
    lacking = sum(3 - helper.skills[each] for each in wish.all_of)
    if wish.any_of:
        lacking += 3 - max(helper.skills.get(each, 0) for each in wish.any_of)
    until = max(60 * instance.hours[wish.urgency] - wish.waited, 0)
    is_first = not wish.languages or wish.languages[0] in helper.languages
    return {
        "distance": metres(instance, wish, helper),
        "skill": prices.skill * lacking,
        "language": 0 if is_first else prices.language,
        "tier": prices.tier * DISTANCES.index(helper.tier),
        "availability": prices.wait * (begin // 60),
        "late": prices.late if begin > until else 0,
        "past": -prices.past if helper.id in wish.past else 0,
        "fairness": prices.asked * helper.asked,
    }


def left_price(instance: Instance, wish: Wish) -> int:
    days = min(wish.waited // 1_440, 60)
    return instance.prices.unserved * TIMES[wish.urgency] + instance.prices.waited * days


def load_price(instance: Instance, helper: Helper, load: int) -> int:
    return instance.prices.load * (2 * load + 1) // helper.capacity


def cost_parts(instance: Instance, pairs: Iterable[Ids]) -> Mapping[str, int]:
    """The cost of these pairs, and of the wishes that are not among them, by what it is for."""
    wishes, helpers = _by_id(instance)
    parts: Counter[str] = Counter(dict.fromkeys(PARTS, 0))
    loads: Counter[str] = Counter()
    served = set()
    for wish, helper in pairs:
        parts.update(pair_parts(instance, wishes[wish], helpers[helper]))
        parts["load"] += load_price(instance, helpers[helper], helpers[helper].load + loads[helper])
        loads[helper] += 1
        served.add(wish)
    parts["unserved"] = sum(left_price(instance, each) for each in instance.wishes if each.id not in served)
    return dict(parts)


def _by_id(instance: Instance) -> tuple[dict[str, Wish], dict[str, Helper]]:
    return {each.id: each for each in instance.wishes}, {each.id: each for each in instance.helpers}


def check_plan(instance: Instance, plan: Plan) -> list[Fault]:
    """Everything that is wrong with a plan; an empty list if nothing is."""
    wishes, helpers = _by_id(instance)
    chosen = [(each.wish, each.helper) for each in plan.matches]
    faults = [
        Fault("twice", " + ".join(ids), "stands twice") for ids, count in Counter(chosen).items() if count > 1
    ]
    unknown = [ids for ids in chosen if ids[0] not in wishes or ids[1] not in helpers]
    if unknown:
        return [*faults, *(Fault("unknown", " + ".join(ids), "is not in the file") for ids in unknown)]
    faults += [
        Fault("rule", " + ".join(ids), "breaks a hard rule")
        for ids in chosen
        if not may(instance, wishes[ids[0]], helpers[ids[1]])
    ]
    faults += _counts(instance, plan, chosen)
    parts = cost_parts(instance, chosen)
    if parts != dict(plan.parts) or sum(parts.values()) != plan.cost:
        faults.append(Fault("cost", "plan", f"says {plan.cost}, is {sum(parts.values())}"))
    faults += [
        Fault("parts", f"{each.wish} + {each.helper}", "its parts are not its cost")
        for each in plan.matches
        if sum(each.parts.values()) != each.cost
    ]
    if sum(each.cost for each in plan.matches) + parts["unserved"] != plan.cost:
        faults.append(Fault("sum", "plan", "the matches do not sum up to the plan"))
    if plan.bound > plan.cost or (plan.status == Status.OPTIMAL and plan.bound != plan.cost):
        faults.append(Fault("bound", "plan", f"bound {plan.bound}, cost {plan.cost}, {plan.status}"))
    return faults


def _counts(instance: Instance, plan: Plan, chosen: list[Ids]) -> Iterator[Fault]:
    served, loads = Counter(each for each, _ in chosen), Counter(each for _, each in chosen)
    left = Counter(each.wish for each in plan.unserved)
    for wish in instance.wishes:
        if served[wish.id] not in (0, wish.size):
            yield Fault("size", wish.id, f"has {served[wish.id]} of {wish.size}")
        if left[wish.id] != (0 if served[wish.id] else 1):
            yield Fault("unserved", wish.id, "is served and left, or neither")
    for helper in instance.helpers:
        if loads[helper.id] and helper.load + loads[helper.id] > helper.capacity:
            yield Fault("capacity", helper.id, f"has {helper.load} and takes {loads[helper.id]}")


def check_proposal(instance: Instance, proposal: Proposal) -> list[Fault]:
    """Everything that is wrong with a proposal; an empty list if nothing is."""
    wishes, helpers = _by_id(instance)
    wish, faults = wishes[proposal.wish], []
    for each in proposal.offers:
        helper, ids = helpers[each.helper], f"{wish.id} + {each.helper}"
        if not may(instance, wish, helper):
            faults.append(Fault("rule", ids, "breaks a hard rule"))
            continue
        parts = {**pair_parts(instance, wish, helper), "load": load_price(instance, helper, helper.load)}
        if parts != dict(each.parts) or sum(parts.values()) != each.cost:
            faults.append(Fault("cost", ids, f"says {each.cost}, is {sum(parts.values())}"))
    faults += [
        Fault("left_out", f"{wish.id} + {each.helper}", "was left out and breaks no rule")
        for each in proposal.left_out
        if may(instance, wish, helpers[each.helper])
    ]
    return faults


def check_bound(instance: Instance, plan: Plan) -> list[Fault]:
    """Is there really no plan below ``plan.relaxed``? Every helper is asked for every wish.

    Whatever a place with each helper is worth, a plan costs at least what every wish costs by itself when it pays for
    the places it takes, less what all places earn (Lagrange).
    """
    costs: dict[str, list[float]] = defaultdict(list)
    able_to: Counter[str] = Counter()
    for wish in instance.wishes:
        for helper in instance.helpers:
            if may(instance, wish, helper):
                own = sum(pair_parts(instance, wish, helper).values())
                costs[wish.id].append(own + plan.shadow.get(helper.id, 0.0))
                able_to[helper.id] += 1
    bound = 0.0
    for wish in instance.wishes:
        able = sorted(costs[wish.id])[: wish.size]
        left = left_price(instance, wish)
        bound += min(left, sum(able)) if len(able) == wish.size else left
    for helper in instance.helpers:
        worth = plan.shadow.get(helper.id, 0.0)
        last = min(helper.capacity, helper.load + able_to[helper.id])
        steps = (load_price(instance, helper, each) for each in range(helper.load, last))
        bound += sum(min(each - worth, 0) for each in steps)
    if plan.relaxed > bound + ROUNDING * max(abs(bound), 1) + 1:
        return [Fault("bound", "plan", f"says {plan.relaxed}, the shadow prices prove {bound:.1f}")]
    return []
