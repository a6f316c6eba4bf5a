"""From the tables to what the rules are asked with."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from jiayuan.foundation.clock.hours import next_working_moment
from jiayuan.foundation.organisations.enums import OrganisationKind, UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.paths import ancestors, inside

from ...enums import DispatchTo
from ...models import Case, DispatchRule, DispatchRuleSet
from .matching import COMMUNITY_DIGITS, CaseFacts, RuleFacts, UnitFacts, Units

KINDS = (OrganisationKind.UNIT, OrganisationKind.PROPERTY_COMPANY)
BUILT_IN = (
    RuleFacts(_("The nearest unit that the category names"), position=1),
    RuleFacts(_("Else the community's office"), function=UnitFunction.COMMUNITY, position=2),
)
"""In force until the district publishes rules of its own."""


def current_set() -> DispatchRuleSet | None:
    """None: the built-in rules hold."""
    return DispatchRuleSet.objects.current().prefetch_related("rules").first()


def rules_of(rule_set: DispatchRuleSet | None) -> Sequence[RuleFacts]:
    """In their order. Prefetch ``rules`` to save a query."""
    return BUILT_IN if rule_set is None else [facts_of_rule(each) for each in rule_set.rules.all()]


def facts_of_rule(rule: DispatchRule) -> RuleFacts:
    return RuleFacts(
        name=rule.name,
        categories=tuple(rule.categories),
        place=rule.place_id or "",
        only_urgent=rule.only_urgent,
        only_out_of_hours=rule.only_out_of_hours,
        function=rule.function if rule.target == DispatchTo.FUNCTION else "",
        unit=rule.unit_id if rule.target == DispatchTo.UNIT else None,
        position=rule.position,
    )


def facts_of(case: Case) -> CaseFacts:
    """Fetch ``version`` along."""
    return CaseFacts(
        case.pk,
        case.place_id,
        case.version.category_id,
        case.version.function,
        case.version.is_urgent,
        is_out_of_hours(case.reported_at),
    )


def is_out_of_hours(moment: datetime) -> bool:
    """Nobody works at that moment."""
    return next_working_moment(moment) > moment


def every_unit() -> Units:
    """Of the whole district. One query."""
    return _units(Q())


def units_around(places: Iterable[str]) -> Units:
    """Those that could reach one of these places. One query."""
    around = Q(pk__in=[])
    for path in set(places):
        around |= Q(place_id__in=[*ancestors(path), path])
        around |= inside([path[:COMMUNITY_DIGITS]], field="place_id")
    return _units(around)


def _units(condition: Q) -> Units:
    rows = Organisation.objects.current().filter(condition, kind__in=KINDS).exclude(function="")
    return Units([UnitFacts(*each) for each in rows.values_list("pk", "place_id", "function")])
