"""What is odd about a rule where it stands: it can never decide. Said beside it; nothing is forbidden by it."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from jiayuan.foundation.places.enums import COMMUNITY_KINDS
from jiayuan.foundation.places.models import Place

from ...models import CategoryVersion
from .facts import every_unit
from .matching import CaseFacts, RuleFacts, Units, covers
from .spoken import spoken_rule


def remarks_on(rules: Sequence[RuleFacts]) -> Mapping[int, str]:
    """By position. Three queries, however many rules.

    A rule is hidden where one before it fits all of its cases *and* leads to a unit for each: one that leads nowhere is
    passed over, and then the later one decides after all.
    """
    units = every_unit()
    places = list(Place.objects.current().filter(kind__in=COMMUNITY_KINDS).values_list("path", flat=True))
    functions = dict(CategoryVersion.objects.current().values_list("category_id", "function"))
    found = {}
    for index, rule in enumerate(rules):
        cases = list(_cases_of(rule, places, functions))
        hiding = next(
            (each for each in rules[:index] if covers(each, rule) and _leads(each, cases, units)), None
        )
        if hiding is not None:
            found[rule.position] = _("Never asked: “%(rule)s” before it takes all of these cases.") % {
                "rule": spoken_rule(hiding)
            }
        elif cases and not any(units.led_to(rule, each) for each in cases):
            found[rule.position] = _(
                "Leads nowhere: no such unit works there now, so the next rule is asked."
            )
    return found


def _cases_of(rule: RuleFacts, places: Sequence[str], functions: Mapping[str, str]) -> Iterable[CaseFacts]:
    """One of each kind that fits: the communities in its place, and the functions that its categories name."""
    here = [each for each in places if each.startswith(rule.place)] or ([rule.place] if rule.place else [])
    wanted = {
        function
        for code, function in functions.items()
        if not rule.categories or code.startswith(rule.categories)
    }
    return [CaseFacts(0, place, "", function) for place in here for function in sorted(wanted)]


def _leads(rule: RuleFacts, cases: Sequence[CaseFacts], units: Units) -> bool:
    return bool(cases) and all(units.led_to(rule, each) for each in cases)
