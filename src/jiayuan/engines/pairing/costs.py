"""An instance as arrays: rows are organisations, columns communities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiayuan.engines.ground import EARTH

from .model import Instance

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
STEEP = 3
"""How much dearer work is beyond the tolerated quarter."""


def metres_between(instance: Instance) -> Ints:
    """Great-circle distances (haversine), rounded to whole metres."""
    here = np.radians([(each.latitude, each.longitude) for each in instance.organisations])
    there = np.radians([(each.latitude, each.longitude) for each in instance.communities])
    north = (there[None, :, 0] - here[:, None, 0]) / 2
    east = (there[None, :, 1] - here[:, None, 1]) / 2
    flat = np.cos(here[:, None, 0]) * np.cos(there[None, :, 0]) * np.sin(east) ** 2
    return np.rint(2 * EARTH * np.arcsin(np.sqrt(np.sin(north) ** 2 + flat))).astype(np.int64)


@dataclass(frozen=True)
class Costs:
    """``pair``: way and newness of a pair. ``alone``: what the community bears if this is its only partner, its unmet
    needs included. ``has``: organisation × skill, ``needs``: skill × community, in metres if unmet. ``over``: a unit of
    work beyond the fair share."""

    metres: Ints
    pair: Ints
    alone: Ints
    has: Bools
    needs: Ints
    skills: tuple[str, ...]
    allowed: Bools
    fixed: Bools
    continued: Bools
    capacity: Ints
    least: Ints
    wanted: Ints
    work: Ints
    share: Ints
    over: int


def _marked(instance: Instance, pairs: frozenset[tuple[str, str]]) -> Bools:
    rows = {each.id: number for number, each in enumerate(instance.organisations)}
    columns = {each.id: number for number, each in enumerate(instance.communities)}
    marks = np.zeros((len(rows), len(columns)), dtype=bool)
    for organisation, community in pairs:
        marks[rows[organisation], columns[community]] = True
    return marks


def fair_shares(instance: Instance) -> Ints:
    """Each organisation's share of all the work by its strength, rounded up."""
    work = sum(each.work * each.wanted for each in instance.communities)
    strength = sum(each.strength for each in instance.organisations)
    return np.array([-(-work * each.strength // strength) for each in instance.organisations], dtype=np.int64)


def costs_of(instance: Instance) -> Costs:
    organisations, communities = instance.organisations, instance.communities
    skills = tuple(sorted({need for each in communities for need in each.needs}))
    has = np.array([[skill in each.skills for skill in skills] for each in organisations], dtype=bool)
    has = has.reshape(len(organisations), len(skills))
    weights = [[each.needs.get(skill, 0) for each in communities] for skill in skills]
    needs = np.array(weights, dtype=np.int64).reshape(len(skills), len(communities)) * instance.prices.unmet
    metres, continued = metres_between(instance), _marked(instance, instance.continued)
    pair = metres + np.where(continued, 0, instance.prices.new)
    alone = pair + needs.sum(axis=0)[None, :] - has.astype(np.int64) @ needs
    return Costs(
        metres=metres,
        pair=pair,
        alone=alone,
        has=has,
        needs=needs,
        skills=skills,
        allowed=~_marked(instance, instance.forbidden),
        fixed=_marked(instance, instance.fixed),
        continued=continued,
        capacity=np.array([each.capacity for each in organisations], dtype=np.int64),
        least=np.array([each.least for each in organisations], dtype=np.int64),
        wanted=np.array([each.wanted for each in communities], dtype=np.int64),
        work=np.array([each.work for each in communities], dtype=np.int64),
        share=fair_shares(instance),
        over=instance.prices.over,
    )


def tolerated(costs: Costs) -> Ints:
    """Work over the share that is still cheap: a quarter of it, at least one unit."""
    return np.maximum(costs.share // 4, 1)


def overwork(costs: Costs, loads: Ints) -> Ints:
    """What each organisation's work beyond its share costs, in metres."""
    beyond = np.maximum(loads - costs.share, 0)
    cheap = np.minimum(beyond, tolerated(costs))
    return costs.over * (cheap + STEEP * (beyond - cheap))
