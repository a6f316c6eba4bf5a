"""A dispatch rule as it was filled in: what of it will not do is said beside its field."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place

from ...enums import DispatchTo
from ...models import Category, DispatchRule
from .facts import KINDS
from .matching import overlaps


@dataclass(frozen=True)
class RuleDraft:
    """A rule as it was filled in."""

    name: str
    target: str
    categories: Sequence[str] = ()
    place: str = ""
    only_urgent: bool = False
    only_out_of_hours: bool = False
    function: str = ""
    unit_id: int | None = None


def checked(given: RuleDraft, rule: DispatchRule) -> DispatchRule:
    """``rule`` with what was filled in, unsaved. :raises Invalid: naming the field."""
    rule.name = clean_words(given.name, field="name", limit=80)
    rule.categories = _categories(given.categories)
    rule.place = _place(given.place)
    rule.only_urgent, rule.only_out_of_hours = given.only_urgent, given.only_out_of_hours
    if given.target not in DispatchTo.values:
        raise Invalid(_("Say where these cases go."), _("Choose one of those offered."), field="target")
    given = replace(
        given,
        function=given.function if given.target == DispatchTo.FUNCTION else "",
        unit_id=given.unit_id if given.target == DispatchTo.UNIT else None,
    )
    if given.target == DispatchTo.FUNCTION and given.function not in UnitFunction.values:
        raise Invalid(_("Choose what the unit is for."), _("Open the list and choose."), field="function")
    rule.target, rule.function, rule.unit = given.target, given.function, _unit(given)
    _check_reach(rule)
    return rule


def _check_reach(rule: DispatchRule) -> None:
    """A rule for one place with a unit that does not work there would never lead anywhere."""
    unit, place = rule.unit, rule.place
    if unit is None or place is None or overlaps(unit.place_id, place.pk):
        return
    raise Invalid(
        _("%(unit)s does not work in %(place)s: this rule would never send it a case.")
        % {"unit": unit.display_name, "place": place},
        _("Choose a unit of this place, or another place."),
        field="unit_id",
    )


def _categories(codes: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(codes))
    known = set(Category.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if unknown := [each for each in wanted if each not in known]:
        raise Invalid(
            _("There is no category “%(code)s”.") % {"code": unknown[0][:20]}, _("Choose from the list."),
            field="categories",
        )  # fmt: skip
    return wanted


def _place(path: str) -> Place | None:
    if not path:
        return None
    found = Place.objects.current().filter(pk=path).first()
    if found is None:
        raise Invalid(_("There is no such place."), _("Choose from the list."), field="place")
    return found


def _unit(given: RuleDraft) -> Organisation | None:
    if given.target != DispatchTo.UNIT:
        return None
    found = Organisation.objects.current().filter(pk=given.unit_id or 0, kind__in=KINDS).first()
    if found is None:
        raise Invalid(_("Choose the unit."), _("Open the list and choose."), field="unit_id")
    return found
