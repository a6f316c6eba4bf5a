"""Rules in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from ...models import DispatchRule
from .facts import BUILT_IN
from .matching import RuleFacts

_BUILT_IN = {each.name for each in BUILT_IN}


def spoken_rule(rule: RuleFacts) -> str:
    """“Rule 2: bins in Yingze Street”."""
    return _("Rule %(number)s: %(name)s") % {"number": rule.position, "name": spoken_name(rule.name)}


def spoken_name(name: str) -> str:
    """Built-in rules speak the reader's language; others were named by the district."""
    return _(name) if name in _BUILT_IN else name


def spoken_why(why: Mapping[str, object]) -> str:
    """What was kept at a dispatch by :func:`~.suggest.why_unit`."""
    if not why.get("rule"):
        return _("Chosen by hand; no rule leads to this unit")
    said = _("Rule %(number)s: %(name)s") % {
        "number": why.get("position"), "name": spoken_name(str(why["rule"])),
    }  # fmt: skip
    return (
        said
        if why.get("first")
        else _("Chosen by hand among those the rules name (%(rule)s)") % {"rule": said}
    )


def spoken_conditions(rule: DispatchRule, categories: Mapping[str, str]) -> list[str]:
    """For which cases; ``categories``: names by code."""
    said = [categories.get(each, each) for each in rule.categories]
    found = [_(" or ").join(said)] if said else []
    if rule.place is not None:
        found.append(_("in %(place)s") % {"place": rule.place})
    if rule.only_urgent:
        found.append(_("danger"))
    if rule.only_out_of_hours:
        found.append(_("reported outside working hours"))
    return found or [_("every case")]
