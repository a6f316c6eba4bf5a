"""Reading plans of a season."""

from dataclasses import dataclass, field
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS
from jiayuan.foundation.places.enums import STREET_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ...models import Pairing, SeasonPlan, Skill


@dataclass(frozen=True)
class PlanLine:
    """One pair with its names. ``kept``: the two are paired now."""

    community: str
    organisation: str
    metres: int
    meets: list[str]
    kept: bool
    fixed: bool
    instead: str = ""
    extra: int = 0


@dataclass(frozen=True)
class PlanShown:
    """``ending``: pairs that stand and are not in the plan; ``gone`` and ``come``: against the plan compared with."""

    lines: list[PlanLine]
    ending: list[tuple[str, str]]
    gone: list[tuple[str, str]] = field(default_factory=list)
    come: list[tuple[str, str]] = field(default_factory=list)
    extra: int = 0
    changes: list[tuple[str, tuple[str, str]]] = field(default_factory=list)


def shown(plan: SeasonPlan) -> PlanShown:
    """The plan in words. Two queries."""
    names = _names(plan)
    skills = {each.pk: str(each) for each in Skill.objects.all()}
    lines = [_line(pair, names, skills) for pair in plan.result.get("pairs", [])]
    planned = _pairs(plan)
    standing = set(
        Pairing.objects.live().within(plan.place_id).values_list("organisation_id", "community_id")
    )
    ending = [
        (str(organisation), path)
        for organisation, path in standing
        if (str(organisation), path) not in planned
    ]
    found = PlanShown(lines, _named(ending, names))
    if plan.base is None:
        return found
    before = _pairs(plan.base)
    changes = [
        (name, (names[one], names[two])) for name, pairs in plan.changes().items() for one, two in pairs
    ]
    extra = plan.result.get("cost", 0) - plan.base.result.get("cost", 0)
    return PlanShown(
        lines, found.ending, _named(before - planned, names) if plan.result else [],
        _named(planned - before, names), extra, changes,
    )  # fmt: skip


def _names(plan: SeasonPlan) -> dict[str, str]:
    rows = [*plan.instance.get("organisations", []), *plan.instance.get("communities", [])]
    return {each["id"]: each["name"] for each in rows}


def _pairs(plan: SeasonPlan) -> set[tuple[str, str]]:
    return {(each["organisation"], each["community"]) for each in plan.result.get("pairs", [])}


def _named(pairs: Any, names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted((names.get(community, community), names.get(one, one)) for one, community in pairs)


def _line(pair: dict[str, Any], names: dict[str, str], skills: dict[str, str]) -> PlanLine:
    other = pair["next_best"] or {}
    return PlanLine(
        names[pair["community"]], names[pair["organisation"]], pair["metres"],
        [skills.get(each, each) for each in pair["meets"]], pair["continued"], pair["fixed"],
        names.get(other.get("organisation", ""), ""), other.get("extra", 0),
    )  # fmt: skip


def places_to_plan(actor: Actor) -> list[Place]:
    """The district and streets in reach, or whatever the actor oversees."""
    rows = Place.objects.current().filter(inside(actor.reach.paths_for(*OFFICERS)))
    return list(rows.of_kind(PlaceKind.DISTRICT, *STREET_KINDS).defer("boundary").order_by("path"))
