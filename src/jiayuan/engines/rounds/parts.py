"""A problem cut into neighbouring parts, each a problem of its own, so that several cores search at once.

Rounds that lie near one another are kept together, because it is between them that stops are exchanged. Where the
cut runs changes every time.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pyvrp import Activity, ActivityType, ProblemData, Route, Solution

FEWEST = 300
"""Stops that a part must have: what is smaller is searched better as a whole, by each core with luck of its own."""


@dataclass(frozen=True)
class Part:
    """``clients`` and ``kinds``: which of the whole's clients and kinds of trucks these are."""

    data: ProblemData
    clients: tuple[int, ...]
    kinds: tuple[int, ...]
    start: Solution


def cut(
    data: ProblemData, solution: Solution, count: int, toward: int, *, fewest: int = FEWEST
) -> list[Part]:
    """About equal parts; ``toward``: the client around which the first lies. None where cutting would not help."""
    if count < 2 or data.num_clients < count * fewest or solution.num_routes() < 2 * count:
        return []
    if data.num_groups or solution.num_clients() < data.num_clients:
        return []
    routes = solution.routes()
    left, bunches = list(range(len(routes))), []
    size = data.num_clients / count
    for remaining in range(count - 1, 0, -1):
        left.sort(key=_distances(data, routes, toward).__getitem__)
        bunch = [left.pop(0)]
        while len(left) > 2 * remaining and sum(routes[each].num_clients() for each in bunch) < size:
            bunch.append(left.pop(0))
        bunches.append(bunch)
        toward = next(call.idx for call in routes[left[-1]] if call.is_client())
    spare = _spare(data, routes)
    return [_part(data, [routes[each] for each in bunch], spare) for bunch in (*bunches, left)]


def merged(data: ProblemData, parts: Sequence[Part], found: Sequence[Solution]) -> Solution:
    """The whole, of what was found for its parts."""
    return Solution(
        data,
        [
            _moved(data, route, part.clients, part.kinds)
            for part, solution in zip(parts, found, strict=True)
            for route in solution.routes()
        ],
    )


def _distances(data: ProblemData, routes: Sequence[Route], client: int) -> list[float]:
    """How far each round's stops are from that client on average."""
    row = np.asarray(data.distance_matrix(0))[data.client(client).location]
    places = ([data.client(call.idx).location for call in route if call.is_client()] for route in routes)
    return [float(row[each].mean()) if each else float("inf") for each in places]


def _spare(data: ProblemData, routes: Sequence[Route]) -> Counter[int]:
    """Trucks of each kind that stay at home."""
    spare = Counter({kind: each.num_available for kind, each in enumerate(data.vehicle_types())})
    spare.subtract(route.vehicle_type() for route in routes)
    return spare


def _part(data: ProblemData, routes: Sequence[Route], spare: Counter[int]) -> Part:
    """These rounds alone, with their trucks and one more of each kind, as long as there are any."""
    clients = tuple(sorted({call.idx for route in routes for call in route if call.is_client()}))
    used = Counter(route.vehicle_type() for route in routes)
    more = {kind: min(left, 1) for kind, left in spare.items()}
    spare.subtract(more)
    kinds = tuple(kind for kind in more if used[kind] + more[kind] > 0)
    vehicles = [data.vehicle_type(each).replace(num_available=used[each] + more[each]) for each in kinds]
    small = data.replace(clients=[data.client(each) for each in clients], vehicle_types=vehicles)
    numbers = {each: place for place, each in enumerate(clients)}
    places = {each: place for place, each in enumerate(kinds)}
    start = Solution(small, [_moved(small, route, numbers, places) for route in routes])
    return Part(small, clients, kinds, start)


def _moved(
    data: ProblemData,
    route: Route,
    clients: "Sequence[int] | dict[int, int]",
    kinds: "Sequence[int] | dict[int, int]",
) -> Route:
    """The same round in another problem, where its clients and its kind of truck have other numbers."""
    calls = [
        Activity(ActivityType.CLIENT, clients[call.idx])
        if call.is_client()
        else Activity(call.type, call.idx)
        for call in list(route)[1:-1]
    ]
    return Route(data, calls, kinds[route.vehicle_type()])
