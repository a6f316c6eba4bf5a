"""Who could handle a case, by the rules in force, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiayuan.foundation.organisations.models import Organisation

from ...models import Case
from .facts import current_set, facts_of, rules_of, units_around
from .matching import all_choices, choose
from .spoken import spoken_rule


@dataclass(frozen=True)
class Suggestion:
    """A unit, and the rule that led to it, in words."""

    unit: Organisation
    because: str


def suggest_units(case: Case) -> Sequence[Suggestion]:
    """Every unit that a rule leads to; the first is the one that would be taken. A constant number of queries."""
    rules, units = rules_of(current_set()), units_around([case.place_id])
    found = all_choices(facts_of(case), rules, units)
    rows = Organisation.objects.in_bulk([each.unit for each in found if each.unit])
    return [
        Suggestion(rows[each.unit], spoken_rule(each.rule))
        for each in found
        if each.rule is not None and each.unit in rows
    ]


def suggest_for_all(cases: Sequence[Case]) -> dict[int, Organisation | None]:
    """For each case the unit that the rules choose. A constant number of queries."""
    rules, units = rules_of(current_set()), units_around(case.place_id for case in cases)
    chosen = {case.pk: choose(facts_of(case), rules, units).unit for case in cases}
    rows = Organisation.objects.in_bulk([each for each in chosen.values() if each])
    return {pk: rows.get(unit) if unit else None for pk, unit in chosen.items()}


def why_unit(case: Case) -> dict[str, object]:
    """For the ledger, when ``case.unit`` was chosen: the set and the rule that chose the same, or that somebody
    decided otherwise."""
    rule_set = current_set()
    found = all_choices(facts_of(case), rules_of(rule_set), units_around([case.place_id]))
    number = rule_set.number if rule_set is not None else 0
    same = next((each.rule for each in found if each.unit == case.unit_id), None)
    return {
        "set": number,
        "rule": same.name if same else "",
        "position": same.position if same else 0,
        "first": bool(found) and found[0].unit == case.unit_id,
    }
