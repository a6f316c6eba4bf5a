"""Rules and dry runs as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.organisations.models import Organisation

from ...enums import DispatchTo
from ...models import CategoryVersion, DispatchRule, DispatchRuleSet, DryRun
from ...numbers import number_of
from .facts import BUILT_IN, facts_of_rule, rules_of
from .remarks import remarks_on
from .spoken import spoken_conditions, spoken_name


@dataclass(frozen=True)
class ShownRule:
    """``pk`` is None for a built-in rule."""

    pk: int | None
    position: int
    name: str
    conditions: Sequence[str]
    target: str
    remark: str = ""
    """What is odd about it where it stands."""


def category_names() -> Mapping[str, str]:
    """Names of the categories in force, by code. One query."""
    return {each.category_id: each.display_name for each in CategoryVersion.objects.current()}


def shown_rules(rule_set: DispatchRuleSet | None, *, with_remarks: bool = False) -> Sequence[ShownRule]:
    """In their order; a constant number of queries."""
    if rule_set is None:
        return [_built_in(position) for position in range(len(BUILT_IN))]
    names = category_names()
    rows = rule_set.rules.select_related("place", "unit").defer("place__boundary")
    remarks = remarks_on([facts_of_rule(each) for each in rows]) if with_remarks else {}
    return [
        ShownRule(
            each.pk,
            each.position,
            spoken_name(each.name),
            spoken_conditions(each, names),
            _target(each),
            remarks.get(each.position, ""),
        )
        for each in rows
    ]


def _built_in(index: int) -> ShownRule:
    rule = BUILT_IN[index]
    target = DispatchTo.FUNCTION if rule.function else DispatchTo.CATEGORY
    shown = _target(DispatchRule(target=target, function=rule.function))
    return ShownRule(None, rule.position, spoken_name(rule.name), [_("every case")], shown)


def _target(rule: DispatchRule) -> str:
    if rule.target == DispatchTo.UNIT:
        return str(rule.unit)
    if rule.target == DispatchTo.FUNCTION:
        return _("the nearest unit for: %(function)s") % {"function": rule.get_function_display()}
    return str(DispatchTo.CATEGORY.label)


def shown_run(run: DryRun, before: DispatchRuleSet | None) -> Mapping[str, Any]:
    """The result with names. A constant number of queries."""
    result = run.result
    pks = {each[side] for each in result["moves"] for side in ("from", "to") if each[side]}
    units = Organisation.objects.in_bulk(pks)
    sent = result["sent"]
    return result | {
        "moves": [
            {
                "from": units.get(each["from"]),
                "to": units.get(each["to"]),
                "many": each["many"],
                "examples": [number_of(pk) for pk in each["examples"]],
            }
            for each in result["moves"]
        ],
        "share_before": round(100 * result["agreed_before"] / sent) if sent else None,
        "share_after": round(100 * result["agreed_after"] / sent) if sent else None,
        "decided": _decided(run, before),
    }


def _decided(run: DryRun, before: DispatchRuleSet | None) -> Sequence[Mapping[str, Any]]:
    counts = run.result["decided"]
    found = []
    for side, rule_set in (("before", before), ("after", run.rule_set)):
        rules = [(each.position, spoken_name(each.name)) for each in rules_of(rule_set)]
        rules.append((0, _("No rule leads to a unit")))
        found.append(
            {
                "is_draft": side == "after",
                "rules": [(number, name, counts[side].get(str(number), 0)) for number, name in rules],
            }
        )
    return found
