"""The form of a dispatch rule."""

from collections.abc import Sequence

from django.http import QueryDict

from ..domain.dispatch.checking import RuleDraft
from ..models import DispatchRule
from .sheet import Sheet, filled_in, whole_number


def rule_sheet(post: QueryDict) -> tuple[Sheet, Sequence[str]]:
    """The form, and the categories that were ticked."""
    return filled_in(post), post.getlist("categories")


def draft_of_rule(sheet: Sheet, categories: Sequence[str]) -> RuleDraft:
    return RuleDraft(
        name=sheet.get("name"),
        target=sheet.get("target"),
        categories=categories,
        place=sheet.get("place"),
        only_urgent=bool(sheet.get("only_urgent")),
        only_out_of_hours=bool(sheet.get("only_out_of_hours")),
        function=sheet.get("function"),
        unit_id=whole_number(sheet.get("unit_id")),
    )


def sheet_of_rule(rule: DispatchRule) -> tuple[Sheet, Sequence[str]]:
    """A rule, ready to be changed."""
    values = {
        "name": rule.name,
        "target": rule.target,
        "place": rule.place_id or "",
        "only_urgent": "1" if rule.only_urgent else "",
        "only_out_of_hours": "1" if rule.only_out_of_hours else "",
        "function": rule.function,
        "unit_id": str(rule.unit_id or ""),
    }
    return Sheet(values=values), rule.categories
