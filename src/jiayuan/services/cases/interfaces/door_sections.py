"""What cases offer behind the five doors: see ``foundation.common.registers.DoorSection``."""

from collections.abc import Mapping
from typing import Any

from jiayuan.foundation.common.registers import DoorSection, DoorVisit, registers
from jiayuan.foundation.places.domain.queries import current_district
from jiayuan.foundation.places.models import Place

from ..domain.queries.cards import waiting_for_rating
from ..domain.queries.catalogue import current_versions, grouped, match_categories
from ..domain.queries.changes import changed_cases, pair_of
from ..domain.queries.listing import CaseFilter, public_list
from ..domain.queries.satisfaction import satisfaction_with
from ..enums import Action
from ..lifecycle import TRANSITIONS

LONGEST_QUERY = 200
COMMUNITY_DIGITS = 12
LATELY, CHANGES, WAITING = 5, 6, 20
MAIN_WAY = (
    Action.FILE, Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE, Action.RATE,
)  # fmt: skip
"""The straight way of a case through the table; the other actions are ways back and aside."""
Shown = Mapping[str, Any] | None


def _query(visit: DoorVisit) -> str:
    return visit.asked.get("q", "")[:LONGEST_QUERY]


def _around(visit: DoorVisit) -> str:
    """The path of the community that the visitor belongs to, or nothing."""
    return visit.place.path[:COMMUNITY_DIGITS] if visit.place is not None else ""


def _community(visit: DoorVisit) -> Place | None:
    """The community itself: what is listed is all of it, not only the visitor's estate."""
    path = _around(visit)
    return Place.objects.defer("boundary").filter(pk=path).first() if path else None


def promises(visit: DoorVisit) -> Shown:
    """学: what is promised for every kind of problem, and what happens to a report."""
    query, versions = _query(visit), current_versions()
    found = match_categories(query, versions, limit=20) if query.strip() else versions
    by_action = {each.action: each for each in TRANSITIONS}
    return {
        "q": query,
        "groups": grouped(found),
        "nothing": bool(query.strip()) and not found,
        "way": [by_action[each] for each in MAIN_WAY],
        "aside": [each for each in TRANSITIONS if each.action not in MAIN_WAY and each.action != Action.NOTE],
    }


def telling(visit: DoorVisit) -> Shown:
    """讲: tell the community; what others told lately, near home."""
    rows = public_list(CaseFilter(place=_around(visit))).order_by("-pk")
    return {"q": _query(visit), "home": _community(visit), "recent": list(rows[:LATELY])}


def asking(visit: DoorVisit) -> Shown:
    """帮: ask for help, for oneself or for a neighbour. What is asked for here is never public."""
    versions = [each for each in current_versions() if each.is_private]
    query = _query(visit)
    return {"q": query, "versions": versions, "found": match_categories(query, versions)}


def changes(_visit: DoorVisit) -> Shown:
    """乐: what was put right lately."""
    cases: list[Any] = list(changed_cases("").order_by("-closed_at", "-pk")[: CHANGES + 1])
    wall = [(case, *pair_of(case.public_photos)) for case in cases[:CHANGES]]
    return {"wall": wall, "more": len(cases) > CHANGES}


def ratings(visit: DoorVisit) -> Shown:
    """评: what waits for my rating, and what people think of what is done."""
    district, around = current_district(), _around(visit)
    waiting = waiting_for_rating(visit.actor).select_related("version__category", "place")
    return {
        "waiting": list(waiting.order_by("-closed_at")[:WAITING]),
        "home": visit.place,
        "here": satisfaction_with(around) if around else None,
        "everywhere": satisfaction_with(district.path),
        "district": district,
    }


SECTIONS = (
    DoorSection("learn", "cases/doors/promises.html", promises),
    DoorSection("speak", "cases/doors/telling.html", telling, order=10),
    DoorSection("help", "cases/doors/asking.html", asking),
    DoorSection("joy", "cases/doors/changes.html", changes),
    DoorSection("evaluate", "cases/doors/ratings.html", ratings, order=10),
)


def register_sections() -> None:
    for section in SECTIONS:
        registers.carriers.add(f"cases-{section.door}", section)
