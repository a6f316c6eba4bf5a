"""A new version of the rules of the ladder: written by the district, whole, with a reason; one is in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.term import TermUnit
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.locking import lock_name
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded, clean_nonce, record

from ..enums import TIERS, Tier, Urgency, WishKind
from ..limits import LONGEST_TERMS, MOST_RULES, RULES_REASON
from ..models import Ladder, LadderRule
from ..rules import RULES
from .checks import one_of
from .steps import term_for

LOCK = "help.ladder"


@dataclass(frozen=True)
class Line:
    """One rule as it was written. No ``amount`` and no ``unit``: the tier is passed over. ``field`` names it in what
    is said of it."""

    tier: str
    kind: str = ""
    urgency: str = ""
    amount: int | None = None
    unit: str = ""
    field: str = "line"


def write_ladder(
    lines: Sequence[Line], *, reason: str, seen: int, by: Actor, nonce: str | None = None
) -> Ladder:
    """Put these rules in force instead of those of version ``seen``; a second sending gives the same version.

    What stands on a tier keeps its term; the next step of every wish is by the new rules.

    :raises Refused: not the district. :raises Invalid: a line, the reason, or a wish that would be offered to nobody.
    :raises Conflict: another version is in force meanwhile (``stale``), or nothing would change (``same``).
    """
    gate(by, RULES)
    kept = clean_nonce(nonce)
    rows, said = checked(lines), clean_words(reason, limit=RULES_REASON, field="reason")
    with transaction.atomic():
        lock_name(LOCK)
        if (sent := already_recorded(kept)) is not None:
            return Ladder.objects.get(pk=int(sent.stream_id.partition("/")[2]))
        before = Ladder.objects.in_force().first()
        _check_fresh(before, seen)
        if before is not None and _spelled(before.rules.all()) == _spelled(rows):
            raise Conflict(_("These are the rules in force already."), _("Change a line first."), code="same")
        ladder = _put_in_force(rows, said, by)
        record(
            ladder.stream,
            "help.write_ladder",
            by=by.person,
            before={"version": seen},
            after={"version": ladder.pk, "rules": len(rows), "words": said},
            place_path=next(iter(by.reach.paths_for(Role.DISTRICT_OFFICER)), ""),
            nonce=kept,
        )
    return ladder


def checked(lines: Sequence[Line]) -> list[LadderRule]:
    """The rules that these lines make, not saved. :raises Invalid: the line is named."""
    if not 0 < len(lines) <= MOST_RULES:
        raise Invalid(
            _("There are at most %(count)s rules, and at least one.") % {"count": MOST_RULES},
            _("Take out lines that say the same."),
            field="line",
        )
    rows = [_rule(10 * at, each) for at, each in enumerate(lines, 1)]
    _check_offered(rows)
    return rows


def _rule(order: int, line: Line) -> LadderRule:
    tier = one_of(line.tier, Tier, line.field)
    kind = one_of(line.kind, WishKind, line.field) if line.kind else ""
    urgency = one_of(line.urgency, Urgency, line.field) if line.urgency else ""
    if line.amount is None and not line.unit:
        return LadderRule(order=order, kind=kind, urgency=urgency, tier=tier)
    unit = TermUnit(one_of(line.unit, TermUnit, line.field))
    if line.amount is None or not 1 <= line.amount <= LONGEST_TERMS[unit]:
        raise Invalid(
            _("%(tier)s: a term is a whole number from 1 to %(most)s %(unit)s.")
            % {"tier": Tier(tier).label, "most": LONGEST_TERMS[unit], "unit": unit.label},
            _("Write a number, or choose “passed over”."),
            field=line.field,
        )
    return LadderRule(order=order, kind=kind, urgency=urgency, tier=tier, amount=line.amount, unit=unit)


def _check_offered(rows: Sequence[LadderRule]) -> None:
    """Every wish is offered to somebody: who wishes must not be told that the rules have no place for it."""
    for kind in WishKind:
        for urgency in Urgency:
            if all(term_for(kind, urgency, tier, rows) is None for tier in TIERS):
                raise Invalid(
                    _("By these rules nobody would be offered: %(kind)s, %(urgency)s.")
                    % {"kind": kind.label, "urgency": urgency.label},
                    _("Give it a term on at least one tier."),
                    field="line",
                )


def _check_fresh(before: Ladder | None, seen: int) -> None:
    if before is not None and before.pk != seen:
        raise Conflict(
            _("Meanwhile somebody put other rules in force."),
            _(
                "What you typed is kept. Look at what it would change now, and send it again if it still fits."
            ),
            code="stale",
        )


def _put_in_force(rows: Sequence[LadderRule], reason: str, by: Actor) -> Ladder:
    Ladder.objects.in_force().update(is_in_force=False)
    ladder = Ladder.objects.create(since=now(), made_by=by.person, reason=reason)
    for each in rows:
        each.ladder = ladder
    LadderRule.objects.bulk_create(rows)
    return ladder


def _spelled(rows: Iterable[LadderRule]) -> list[tuple[object, ...]]:
    return [(each.kind, each.urgency, each.tier, each.amount, each.unit) for each in rows]
