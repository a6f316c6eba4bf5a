"""What a plan costs and whether it keeps every limit, reckoned from the instance alone, in plain Python.

Nothing of the solver is used, so that its answer can be judged by something else than itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from jiayuan.engines.faults import Fault
from jiayuan.engines.ground import metres

from .model import Ids, Instance, Plan


def cost_parts(instance: Instance, pairs: Iterable[Ids]) -> Mapping[str, int]:
    """The cost of these pairs by what it is for, in metres."""
    organisations = {each.id: each for each in instance.organisations}
    communities = {each.id: each for each in instance.communities}
    parts = {"way": 0, "new": 0, "unmet": 0, "over": 0}
    loads: Counter[str] = Counter()
    met: set[tuple[str, str]] = set()
    for ids in pairs:
        one, two = organisations[ids[0]], communities[ids[1]]
        parts["way"] += metres(one.latitude, one.longitude, two.latitude, two.longitude)
        parts["new"] += 0 if ids in instance.continued else instance.prices.new
        loads[one.id] += two.work
        met |= {(two.id, skill) for skill in one.skills}
    for community in instance.communities:
        lacking = sum(weight for need, weight in community.needs.items() if (community.id, need) not in met)
        parts["unmet"] += instance.prices.unmet * lacking
    work = sum(each.work * each.wanted for each in instance.communities)
    strength = sum(each.strength for each in instance.organisations)
    for each in instance.organisations:
        share = -(-work * each.strength // strength)
        beyond = max(loads[each.id] - share, 0)
        cheap = min(beyond, max(share // 4, 1))
        parts["over"] += instance.prices.over * (cheap + 3 * (beyond - cheap))
    return parts


def check_plan(instance: Instance, plan: Plan) -> list[Fault]:
    """Everything that is wrong with a plan; an empty list if nothing is."""
    chosen = [(each.organisation, each.community) for each in plan.pairs]
    faults = [
        Fault("twice", " + ".join(ids), "stands twice") for ids, count in Counter(chosen).items() if count > 1
    ]
    served, loads = Counter(each for _, each in chosen), Counter(each for each, _ in chosen)
    faults += [
        Fault("wanted", each.id, f"has {served[each.id]} of {each.wanted}")
        for each in instance.communities
        if served[each.id] < each.wanted
    ]
    faults += [
        Fault("capacity", each.id, f"serves {loads[each.id]}")
        for each in instance.organisations
        if not each.least <= loads[each.id] <= each.capacity
    ]
    faults += [Fault("fixed", " + ".join(ids), "is missing") for ids in instance.fixed.difference(chosen)]
    faults += [
        Fault("forbidden", " + ".join(ids), "was chosen") for ids in instance.forbidden.intersection(chosen)
    ]
    cost = sum(cost_parts(instance, chosen).values())
    if cost != plan.cost:
        faults.append(Fault("cost", "plan", f"says {plan.cost}, is {cost}"))
    if plan.bound > plan.cost:
        faults.append(Fault("bound", "plan", f"bound {plan.bound} above cost {plan.cost}"))
    if plan.fair_limit is not None and plan.worst > plan.fair_limit:
        faults.append(Fault("fair", "plan", f"worst {plan.worst} beyond {plan.fair_limit}"))
    return faults
