"""A district's open wishes and its helpers, drawn by a seed: clustered communities, few lawyers, many hands."""

import random
from datetime import datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 30, 8, 0)  # noqa: DTZ001 local, like the file
SKILLS = {
    # how many of a hundred wishes need it, of a hundred helpers have it
    "company": (16, 45), "errands": (13, 40), "mending": (17, 12), "moving": (8, 25), "phone": (9, 20),
    "electrics": (9, 7), "plumbing": (8, 6), "tutoring": (7, 9), "law": (5, 1.5), "counselling": (4, 2),
    "goods": (4, 5),
}  # fmt: skip
TIERS = {
    # how many of a hundred helpers, capacity a week, metres they go
    "point": (76, (1, 5), (300, 1_200)), "team": (15, (5, 14), (800, 2_500)), "centre": (4, (8, 20), (1_500, 3_000)),
    "merchant": (4, (2, 8), (500, 2_000)), "street": (1, (10, 30), (3_000, 8_000)),
}  # fmt: skip
COMMUNITIES = 90


class District:
    """Draws in one order, so that a seed is the same district every time."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        lot = self.lot
        self.living: dict[int, list[str]] = {number: [] for number in range(COMMUNITIES)}
        """Helpers by their community."""
        self.centres = [
            (lot.gauss(112.57, 0.035), lot.gauss(37.86, 0.03), lot.paretovariate(1.3))
            for _ in range(COMMUNITIES)
        ]

    def community(self) -> int:
        """Large ones more often."""
        return self.lot.choices(range(COMMUNITIES), [min(each[2], 12) for each in self.centres])[0]

    def near(self, community: int) -> dict[str, float]:
        east, north, _ = self.centres[community]
        return {
            "longitude": round(self.lot.gauss(east, 0.0035), 6),
            "latitude": round(self.lot.gauss(north, 0.0028), 6),
        }

    def windows(self, days: int, chance: float) -> list[list[str]] | None:
        """Some evenings, half days and days of the next week; or any time."""
        lot = self.lot
        if lot.random() < chance:
            return None
        found = []
        for day in sorted(lot.sample(range(7), days)):
            begin, hours = lot.choice([(8, 4), (14, 4), (18, 3), (9, 9)])
            start = NOW.replace(hour=begin) + timedelta(days=day)
            found.append([moment(start), moment(start + timedelta(hours=hours))])
        return found

    def wish(self, number: int) -> dict[str, Any]:
        lot, community = self.lot, self.community()
        known = self.living[community]
        skill = lot.choices(list(SKILLS), [each[0] for each in SKILLS.values()])[0]
        kinds = lot.choices([[], ["elder"], ["minor"], ["sick"]], [45, 38, 9, 8])[0]
        size = lot.choice([2, 2, 3, 4]) if skill == "moving" else lot.choices([1, 2], [97, 3])[0]
        needs: dict[str, list[str]] = {"any_of": [skill]}
        if skill in ("electrics", "plumbing") and lot.random() < 0.3:
            needs = {"any_of": [skill, "mending"]}
        elif skill == "company" and lot.random() < 0.1:
            needs = {"all_of": ["company", "phone"]}
        return {
            "id": f"w{number}", **self.near(community), **needs, "kinds": kinds, "size": size,
            "qualifications": ["verified"] if kinds in (["elder"], ["minor"]) and lot.random() < 0.6 else [],
            "languages": lot.choices([[], ["mandarin"], ["jin", "mandarin"], ["jin"], ["sign"]], [55, 25, 14, 5, 1])[0],
            "windows": self.windows(lot.randint(1, 4), 0.45),
            "urgency": lot.choices(["normal", "soon", "urgent"], [70, 22, 8])[0],
            "since": moment(NOW - timedelta(hours=int(min(lot.expovariate(1 / 40), 400)))),
            "past": lot.sample(known, min(lot.choice([0, 0, 0, 1, 2]), len(known))),
            "excluded": lot.sample(known, min(int(lot.random() < 0.02), len(known))),
        }  # fmt: skip

    def helper(self, number: int) -> dict[str, Any]:
        lot, community = self.lot, self.community()
        self.living[community].append(f"h{number}")
        tier = lot.choices(list(TIERS), [each[0] for each in TIERS.values()])[0]
        _, capacities, reach = TIERS[tier]
        capacity, broad = lot.randint(*capacities), 1 if tier == "point" else 2
        skills = {
            name: lot.choices([1, 2, 3], [30, 45, 25])[0]
            for name, (_, share) in SKILLS.items()
            if lot.random() < min(share * broad / 100, 0.9)
        }
        return {
            "id": f"h{number}", **self.near(community), "tier": tier, "capacity": capacity, "skills": skills,
            "load": sum(lot.random() < 0.18 for _ in range(capacity)), "reach": lot.randrange(*reach, 50),
            "qualifications": ["verified"] if lot.random() < (0.45 if tier == "point" else 0.9) else [],
            "languages": ["mandarin"] + ["jin"] * (lot.random() < 0.45) + ["sign"] * (lot.random() < 0.02),
            "windows": self.windows(lot.randint(2, 5), 0.3 if tier == "point" else 0.7),
            "asked": int(lot.expovariate(0.4)), "is_out": lot.random() < 0.03,
            "declines": lot.choices([[], ["sick"], ["minor"]], [88, 8, 4])[0],
        }  # fmt: skip


def moment(when: datetime) -> str:
    return when.isoformat(timespec="minutes")


def district(wishes: int, helpers: int, seed: int) -> dict[str, Any]:
    """The JSON of an instance."""
    drawn = District(seed)
    return {
        "now": moment(NOW),
        "helpers": [drawn.helper(number) for number in range(helpers)],
        "wishes": [drawn.wish(number) for number in range(wishes)],
    }
