"""The plan that somebody makes without an engine, to compare with: who waits longest chooses first, the nearest who
keeps every rule and has room."""

import random

from .model import Ids, Instance
from .pairs import Pairs, pairs_of


def nearest_first(instance: Instance, pairs: Pairs | None = None, *, seed: int | None = None) -> list[Ids]:
    """Pairs in the order in which they were chosen. With ``seed`` any who can is taken instead of the nearest."""
    pairs = pairs_of(instance) if pairs is None else pairs
    lot, room = random.Random(seed), pairs.free.tolist()  # noqa: S311 (a lot among helpers, no secret)
    able: dict[int, list[tuple[int, int]]] = {number: [] for number in range(len(instance.wishes))}
    rows = zip(pairs.wish.tolist(), pairs.helper.tolist(), pairs.metres.tolist(), strict=True)
    for wish, helper, metres in rows:
        able[wish].append((metres, helper))
    chosen = []
    for wish in sorted(able, key=lambda each: -instance.wishes[each].waited):
        free = [each for each in able[wish] if room[each[1]]]
        size = instance.wishes[wish].size
        if len(free) < size:
            continue
        for _, helper in lot.sample(free, size) if seed is not None else sorted(free)[:size]:
            room[helper] -= 1
            chosen.append((instance.wishes[wish].id, instance.helpers[helper].id))
    return chosen
