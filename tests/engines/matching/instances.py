"""Instances for the tests: drawn by lot, small enough to try every plan there is."""

import random
from collections import Counter
from itertools import combinations, product
from typing import Any

from jiayuan.engines.matching import Instance
from jiayuan.engines.matching.check import cost_parts, may

SKILLS = ("law", "mending", "company")
NOW = "2026-11-30T08:00"
EVENING, MORNING = ["2026-11-30T18:00", "2026-11-30T21:00"], ["2026-12-02T08:00", "2026-12-02T12:00"]


def drawn(
    seed: int, wishes: int = 4, helpers: int = 3, *, joint: bool = True, grouped: bool = True
) -> dict[str, Any]:
    """The JSON of an instance; some in metres, some in degrees."""
    lot, apart = random.Random(seed), random.Random(f"{seed}/groups")
    is_geographic = lot.random() < 0.5

    def where() -> dict[str, float]:
        east, north = lot.random() * 1_500, lot.random() * 1_500
        if is_geographic:
            return {"longitude": 112.5 + east / 88_000, "latitude": 37.8 + north / 111_000}
        return {"x": east, "y": north}

    def some(values: Any, most: int) -> list[Any]:
        return lot.sample(list(values), lot.randint(0, most))

    people = [f"h{number}" for number in range(helpers)]
    return {
        "now": NOW,
        "wishes": [
            {
                "id": f"w{number}", **where(), "any_of": some(SKILLS, 1),
                "all_of": some(SKILLS, 1) * (lot.random() < 0.3),
                "qualifications": ["verified"] * (lot.random() < 0.2),
                "languages": lot.choice([[], ["jin", "mandarin"], ["mandarin"]]),
                "windows": lot.choice([None, None, [EVENING], [EVENING, MORNING]]),
                "urgency": lot.choice(["normal", "soon", "urgent"]),
                "since": lot.choice(["2026-11-01T08:00", "2026-11-28T10:30", NOW]),
                "size": lot.choice([1, 1, 2]) if joint else 1,
                "kinds": some(["elder", "minor"], 1), "excluded": some(people, 1) * (lot.random() < 0.2),
                "past": some(people, 1),
                "tiers": lot.choice([["point"], ["point", "team"], ["point", "team", "street"]]),
                "groups": apart.choice([None, None, ["here"], ["here", "there"]]) if grouped else None,
            }
            for number in range(wishes)
        ],
        "helpers": [
            {
                "id": name, **where(), "reach": lot.choice([500, 1_000, 2_000]),
                "skills": {skill: lot.randint(1, 3) for skill in SKILLS if lot.random() < 0.8},
                "qualifications": ["verified"] * (lot.random() < 0.7),
                "languages": ["mandarin"] + ["jin"] * (lot.random() < 0.5),
                "windows": lot.choice([None, [EVENING], [MORNING], [EVENING, MORNING]]),
                "capacity": lot.randint(0, 4), "load": lot.randint(0, 1), "asked": lot.randint(0, 6),
                "declines": ["minor"] * (lot.random() < 0.2), "is_out": lot.random() < 0.05,
                "refused": some([f"w{number}" for number in range(wishes)], 1) * (lot.random() < 0.2),
                "tier": lot.choice(["point", "point", "team", "street"]),
                "groups": apart.choice([["here"], ["here", "there"], ["there"]]),
            }
            for name in people
        ],
    }  # fmt: skip


def best_by_trying_all(instance: Instance) -> int:
    """Cost of the best plan, by looking at everybody who could come to every wish."""
    room = {each.id: each.capacity - each.load for each in instance.helpers}
    answers = [
        [
            (),
            *combinations(
                [(wish.id, each.id) for each in instance.helpers if may(instance, wish, each)], wish.size
            ),
        ]
        for wish in instance.wishes
    ]
    plans = ([pair for some in plan for pair in some] for plan in product(*answers))
    return min(
        sum(cost_parts(instance, plan).values())
        for plan in plans
        if all(count <= room[name] for name, count in Counter(each for _, each in plan).items())
    )


def quiet_district(**other: Any) -> dict[str, Any]:
    """One wish and one helper who suit one another, next door."""
    wish = {"id": "w", "x": 0, "y": 0, "any_of": ["law"]}
    helper = {"id": "h", "x": 300, "y": 400, "skills": {"law": 3}}
    wish |= other.pop("wish", {})
    helper |= other.pop("helper", {})
    return {"now": NOW, "wishes": [wish], "helpers": [helper]} | other
