"""Preparing and publishing dispatch rules. One draft at a time, changed by whoever is of the district office; each
change stands in the ledger."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import record

from ...enums import DispatchTo, RuleSetState
from ...models import DispatchRule, DispatchRuleSet
from .checking import RuleDraft, checked
from .facts import BUILT_IN, current_set
from .spoken import spoken_name

MANAGE = "cases.manage_dispatch"
STREAM = "dispatch-rules"
MOST = 200
RECORDED = (
    "position",
    "name",
    "categories",
    "place_id",
    "only_urgent",
    "only_out_of_hours",
    "target",
    "function",
    "unit_id",
)


def begin_draft(*, by: Actor, number: int | None = None) -> DispatchRuleSet:
    """A copy of what is in force, to be changed. Where there is a draft already, that one.

    :param number: copy this earlier set instead.
    :raises Missing: there is none with this number.
    :raises Conflict: an earlier set is wanted while something else is being prepared.
    """
    gate(by, MANAGE)
    source = current_set() if number is None else _earlier(number)
    try:
        with transaction.atomic():
            draft = DispatchRuleSet.objects.create(made_by=by.person)
            _copy(source, draft)
            _record("cases.begin_dispatch", by, after={"copied": source.number if source else 0})
    except IntegrityError as error:
        if number is not None and is_taken(error):
            raise Conflict(
                _("Rules are being prepared already."),
                _("Publish them or throw the draft away; then the earlier set can be copied."),
                code="draft",
            ) from error
        return draft_to_change()
    return draft


def _earlier(number: int) -> DispatchRuleSet:
    found = DispatchRuleSet.objects.filter(number=number).prefetch_related("rules").first()
    if found is None:
        raise Missing(_("There are no rules with this number."), _("Choose one of those listed."))
    return found


def _record(
    action: str, by: Actor, *, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> None:
    record(STREAM, action, by=by.person, before=before, after=after)


def _said(rule: DispatchRule) -> dict[str, Any]:
    """A rule as the ledger keeps it."""
    return {name: getattr(rule, name) for name in RECORDED}


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
        rule = checked(given, DispatchRule(rule_set=draft, position=len(rules) + 1))
        rule.save()
        _renumber([rule, *rules])
        _record("cases.add_rule", by, after=_said(rule))
    return rule


def change_rule(pk: int, given: RuleDraft, *, seen: int, by: Actor) -> DispatchRule:
    with transaction.atomic():
        rule = rule_in(_locked(by, seen), pk)
        before = _said(rule)
        checked(given, rule).save()
        after = _said(rule)
        changed = [name for name in RECORDED if before[name] != after[name]]
        _record(
            "cases.change_rule",
            by,
            before={name: before[name] for name in changed},
            after={"rule": rule.name} | {name: after[name] for name in changed},
        )
    return rule


def remove_rule(pk: int, *, seen: int, by: Actor) -> None:
    with transaction.atomic():
        draft = _locked(by, seen)
        rule = rule_in(draft, pk)
        _record("cases.remove_rule", by, before=_said(rule))
        rule.delete()
        if rules := list(draft.rules.all()):
            _renumber(rules)


def move_rule(pk: int, step: int, *, seen: int, by: Actor) -> None:
    """:param step: -1 before the one in front of it, 1 behind the next; at an end nothing changes."""
    with transaction.atomic():
        draft = _locked(by, seen)
        rules = list(draft.rules.all())
        here = rules.index(rule_in(draft, pk))
        there = min(max(here + (1 if step > 0 else -1), 0), len(rules) - 1)
        if here == there:
            return
        rules[here], rules[there] = rules[there], rules[here]
        _renumber(rules)
        after = {"rule": rules[there].name, "position": there + 1}
        _record("cases.move_rule", by, before={"position": here + 1}, after=after)


def discard_draft(*, seen: int, by: Actor) -> None:
    with transaction.atomic():
        draft = _locked(by, seen)
        _record("cases.discard_dispatch", by, before={"rules": [each.name for each in draft.rules.all()]})
        draft.delete()


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
