"""Trying a draft on cases that were: what would have gone elsewhere. Nothing is changed by it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Invalid

from ...models import Case, DispatchRuleSet, DryRun
from .drafting import MANAGE, draft_to_change
from .facts import current_set, every_unit, is_out_of_hours, rules_of
from .matching import CaseFacts, RuleFacts, choose

LONGEST = 366 * 5
"""Days."""
SHOWN = 100
"""Moves from one unit to another that a result names, the largest first."""
EXAMPLES = 5
CHUNK = 5_000


@dataclass
class Move:
    many: int = 0
    examples: list[int] = field(default_factory=list)


def ask_dry_run(since: date | None, until: date | None, *, by: Actor) -> DryRun:
    """Note what is to be tried; a task does it. :raises Invalid: the days are none, or too many."""
    gate(by, MANAGE)
    last = until or today()
    first = since or last - timedelta(days=90)
    if not last - timedelta(days=LONGEST) <= first <= last <= today():
        raise Invalid(
            _("Choose days that have been, the first before the last, within five years."),
            _("Write them as 2026-03-02."), field="since",
        )  # fmt: skip
    draft = draft_to_change()
    return DryRun.objects.create(
        rule_set=draft, revision=draft.revision, since=first, until=last, asked_by=by.person, asked_at=now()
    )


def carry_out(pk: int) -> None:
    """Work it out and keep the result. A second call does nothing."""
    run = DryRun.objects.filter(pk=pk, finished_at=None).select_related("rule_set").first()
    if run is None:
        return
    run.result = compare(rules_of(current_set()), rules_of(_fresh(run)), past_cases(run.since, run.until))
    run.revision, run.finished_at = run.rule_set.revision, now()
    run.save(update_fields=["result", "revision", "finished_at"])


def _fresh(run: DryRun) -> DispatchRuleSet:
    return DispatchRuleSet.objects.prefetch_related("rules").get(pk=run.rule_set_id)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def past_cases(since: date, until: date) -> Iterator[tuple[CaseFacts, int | None]]:
    """Each case of the time, and the unit that it was sent to first."""
    rows = Case.objects.whole().filter(
        reported_at__gte=_midnight(since), reported_at__lt=_midnight(until + timedelta(days=1))
    )
    fields = (
        "pk", "place_id", "version__category_id", "version__function", "version__is_urgent", "reported_at",
        "first_unit_id",
    )  # fmt: skip
    for pk, place, category, function, is_urgent, reported_at, first_unit in (
        rows.order_by("-pk").values_list(*fields).iterator(CHUNK)
    ):
        yield CaseFacts(pk, place, category, function, is_urgent, is_out_of_hours(reported_at)), first_unit


def compare(
    before: Sequence[RuleFacts], after: Sequence[RuleFacts], cases: Iterator[tuple[CaseFacts, int | None]]
) -> dict[str, Any]:
    """Ready for JSON: how many cases, how many stay, how many change; the moves by unit with examples; how often each
    rule decides; and how often either set agrees with the unit that a case was really sent to first."""
    units, count = every_unit(), Counter[str]()
    moves: dict[tuple[int | None, int | None], Move] = {}
    decided = {"before": Counter[int](), "after": Counter[int]()}
    for case, sent_to in cases:
        old, new = choose(case, before, units), choose(case, after, units)
        count["cases"] += 1
        count["without"] += new.unit is None
        decided["before"][old.rule.position if old.rule else 0] += 1
        decided["after"][new.rule.position if new.rule else 0] += 1
        if sent_to is not None:
            count["sent"] += 1
            count["agreed_before"] += old.unit == sent_to
            count["agreed_after"] += new.unit == sent_to
        if old.unit != new.unit:
            move = moves.setdefault((old.unit, new.unit), Move())
            move.many += 1
            if len(move.examples) < EXAMPLES:
                move.examples.append(case.pk)
    largest = sorted(moves.items(), key=lambda each: -each[1].many)
    changed = sum(each.many for each in moves.values())
    return {
        **{name: count[name] for name in ("cases", "without", "sent", "agreed_before", "agreed_after")},
        "changed": changed,
        "same": count["cases"] - changed,
        "moves": [
            {"from": pair[0], "to": pair[1], "many": move.many, "examples": move.examples}
            for pair, move in largest[:SHOWN]
        ],
        "rest": sum(move.many for _pair, move in largest[SHOWN:]),
        "decided": {name: {str(key): many for key, many in found.items()} for name, found in decided.items()},
    }
