"""Preparing and publishing dispatch rules. One draft at a time, changed by whoever is of the district office."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place

from ...enums import DispatchTo, RuleSetState
from ...models import Category, DispatchRule, DispatchRuleSet
from .facts import BUILT_IN, KINDS, current_set
from .matching import overlaps
from .spoken import spoken_name

MANAGE = "cases.manage_dispatch"
STREAM = "dispatch-rules"
MOST = 200


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


def begin_draft(*, by: Actor) -> DispatchRuleSet:
    """A copy of what is in force, to be changed. Where there is a draft already, that one."""
    gate(by, MANAGE)
    current = current_set()
    try:
        with transaction.atomic():
            draft = DispatchRuleSet.objects.create(made_by=by.person)
            _copy(current, draft)
    except IntegrityError:
        return draft_to_change()
    return draft


def _copy(current: DispatchRuleSet | None, draft: DispatchRuleSet) -> None:
    if current is None:
        rules = [
            DispatchRule(
                rule_set=draft, position=each.position, name=spoken_name(each.name), function=each.function,
                target=DispatchTo.FUNCTION if each.function else DispatchTo.CATEGORY,
            )
            for each in BUILT_IN
        ]  # fmt: skip
    else:
        rules = list(current.rules.all())
        for each in rules:
            each.pk, each.rule_set = None, draft
    DispatchRule.objects.bulk_create(rules)


def draft_to_change() -> DispatchRuleSet:
    """:raises Missing: none is being prepared."""
    draft = DispatchRuleSet.objects.draft().first()
    if draft is None:
        raise Missing(_("No rules are being prepared."), _("Begin with a copy of those in force."))
    return draft


def _locked(by: Actor, seen: int) -> DispatchRuleSet:
    gate(by, MANAGE)
    draft = DispatchRuleSet.objects.select_for_update().draft().first()
    if draft is None:
        raise Missing(_("No rules are being prepared."), _("Begin with a copy of those in force."))
    if draft.revision != seen:
        raise Conflict(
            _("Meanwhile a colleague changed these rules."),
            _("What you typed is kept. Look at the rules again and send it once more if it still fits."),
            code="stale",
        )
    DispatchRuleSet.objects.filter(pk=draft.pk).update(revision=F("revision") + 1)
    draft.revision += 1
    return draft


def add_rule(given: RuleDraft, *, seen: int, by: Actor) -> DispatchRule:
    """In front of all others: a new rule is mostly an exception from those that stand."""
    with transaction.atomic():
        draft = _locked(by, seen)
        rules = list(draft.rules.all())
        if len(rules) >= MOST:
            raise Invalid(_("There are too many rules."), _("Put some of them together."))
        rule = _checked(given, DispatchRule(rule_set=draft, position=len(rules) + 1))
        rule.save()
        _renumber([rule, *rules])
    return rule


def change_rule(pk: int, given: RuleDraft, *, seen: int, by: Actor) -> DispatchRule:
    with transaction.atomic():
        rule = _checked(given, rule_in(_locked(by, seen), pk))
        rule.save()
    return rule


def remove_rule(pk: int, *, seen: int, by: Actor) -> None:
    with transaction.atomic():
        draft = _locked(by, seen)
        rule_in(draft, pk).delete()
        if rules := list(draft.rules.all()):
            _renumber(rules)


def move_rule(pk: int, step: int, *, seen: int, by: Actor) -> None:
    """:param step: -1 before the one in front of it, 1 behind the next; at an end nothing changes."""
    with transaction.atomic():
        draft = _locked(by, seen)
        rules = list(draft.rules.all())
        here = rules.index(rule_in(draft, pk))
        there = min(max(here + (1 if step > 0 else -1), 0), len(rules) - 1)
        rules[here], rules[there] = rules[there], rules[here]
        _renumber(rules)


def discard_draft(*, seen: int, by: Actor) -> None:
    with transaction.atomic():
        _locked(by, seen).delete()


def publish_draft(reason: str, *, seen: int, by: Actor) -> DispatchRuleSet:
    """Put the draft in force from this moment on. :raises Invalid: without a reason, or without a rule."""
    with transaction.atomic():
        draft = _locked(by, seen)
        why = clean_words(reason, field="reason", limit=500)
        if not draft.rules.exists():
            raise Invalid(_("There is no rule in it."), _("Add one, or every case has to be sent by hand."))
        before = DispatchRuleSet.objects.select_for_update().current().first()
        if before is not None:
            before.state = RuleSetState.PAST
            before.save(update_fields=["state"])
        draft.number = (before.number or 0) + 1 if before else 1
        draft.state, draft.reason = RuleSetState.CURRENT, why
        draft.published_by, draft.published_at = by.person, now()
        draft.save()
        record(
            STREAM, "cases.publish_dispatch", by=by.person,
            before={"number": before.number if before else 0},
            after={"number": draft.number, "words": why, "rules": [each.name for each in draft.rules.all()]},
        )  # fmt: skip
    return draft


def rule_in(draft: DispatchRuleSet, pk: int) -> DispatchRule:
    """:raises Missing: it is gone."""
    rule = draft.rules.filter(pk=pk).first()
    if rule is None:
        raise Missing(_("This rule is gone."), _("Look at the rules again."))
    return rule


def _renumber(rules: Sequence[DispatchRule]) -> None:
    """By way of numbers that none has: no two may ever stand in the same place, not even for a moment."""
    rules[0].rule_set.rules.update(position=F("position") + 2 * MOST)
    for number, each in enumerate(rules, start=1):
        each.position = number
    DispatchRule.objects.bulk_update(rules, ["position"])


def _checked(given: RuleDraft, rule: DispatchRule) -> DispatchRule:
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
