"""The rules of the ladder as people read them: one table, how a wish would climb, and what other rules would move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.term import Term
from jiayuan.foundation.common.errors import Missing

from ...enums import TIERS, PassedOver, Tier, Urgency, WishKind, WishState
from ...models import Ladder, LadderRule, Wish
from ..steps import find_step, term_for

Rules = Sequence[LadderRule]
ON_THE_LADDER = Q(state=WishState.POSTED) | Q(state=WishState.OPEN, climbs_at__isnull=False)
"""What the clock takes further; open without a term, a wish waits for the desk."""


@dataclass(frozen=True)
class TableRow:
    """Kinds of wishes of these urgencies, and what the rules say of each tier; None: passed over."""

    kinds: tuple[WishKind, ...]
    urgencies: tuple[Urgency, ...]
    terms: tuple[Term | None, ...]
    span: int
    """How many lines share the kinds; 0 where a line above says them."""

    @property
    def by_tier(self) -> Sequence[tuple[Tier, Term | None]]:
        return list(zip(TIERS, self.terms, strict=True))


@dataclass(frozen=True)
class PathStep:
    """``term`` None: it waits here for the desk."""

    tier: Tier
    term: Term | None
    passed: Mapping[Tier, PassedOver]


@dataclass(frozen=True)
class Change:
    kind: WishKind
    urgency: Urgency
    tier: Tier
    before: Term | None
    after: Term | None


def versions() -> QuerySet[Ladder]:
    """Latest first, with who wrote them."""
    return Ladder.objects.select_related("made_by").order_by("-pk")


def ladder_in_force() -> Ladder:
    """:raises Missing: none is, as before the first start."""
    found = versions().filter(is_in_force=True).prefetch_related("rules").first()
    if found is None:
        raise _no_such()
    return found


def version(pk: int) -> Ladder:
    found = versions().filter(pk=pk).prefetch_related("rules").first()
    if found is None:
        raise _no_such()
    return found


def _no_such() -> Missing:
    return Missing(_("There is no such version of the rules."), _("Look at the rules in force."))


def rules_as_table(rules: Rules) -> list[TableRow]:
    """What holds for every kind and urgency; lines that say the same are one."""
    alike: dict[tuple[tuple[Term | None, ...], ...], list[WishKind]] = {}
    for kind in WishKind:
        said = tuple(_terms(kind, urgency, rules) for urgency in Urgency)
        alike.setdefault(said, []).append(kind)
    rows: list[TableRow] = []
    for said, kinds in alike.items():
        lines: dict[tuple[Term | None, ...], list[Urgency]] = {}
        for urgency, terms in zip(Urgency, said, strict=True):
            lines.setdefault(terms, []).append(urgency)
        rows += [
            TableRow(tuple(kinds), tuple(urgencies), terms, 0 if at else len(lines))
            for at, (terms, urgencies) in enumerate(lines.items())
        ]
    return rows


def _terms(kind: str, urgency: str, rules: Rules) -> tuple[Term | None, ...]:
    return tuple(term_for(kind, urgency, tier, rules) for tier in TIERS)


def path_of(kind: WishKind, urgency: Urgency, place_id: str, rules: Rules) -> list[PathStep]:
    """How a wish of a neighbour there would climb if nobody took it on: step by step as it is done in earnest. A query
    a step, and there are at most as many steps as tiers. Without a place: by the rules alone."""
    if not place_id:
        terms = zip(TIERS, _terms(kind, urgency, rules), strict=True)
        return [PathStep(tier, term, {}) for tier, term in terms if term is not None]
    wish, steps = Wish(kind=kind, urgency=urgency, place_id=place_id), list[PathStep]()
    while len(steps) <= len(TIERS):
        step = find_step(wish, rules)
        if step.tier is None:
            break
        steps.append(PathStep(step.tier, step.term, step.passed))
        if step.term is None:
            break
        wish.tier = step.tier
        if step.tier == TIERS[-1]:
            break
    return steps


def changes(before: Rules, after: Rules) -> list[Change]:
    """Which terms other rules would change."""
    return [
        Change(kind, urgency, tier, *found)
        for kind in WishKind
        for urgency in Urgency
        for tier in TIERS
        if (
            found := (term_for(kind, urgency, tier, before), term_for(kind, urgency, tier, after))
        ) and found[0] != found[1]
    ]  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """Of ``live`` wishes that look for a helper or are looked at, how many would take another next step."""

    live: int
    moved: int
    ended: int
    """Of these, how many have no step left: at the end of the term they run they wait for the desk."""


def moved_by(before: Rules, after: Rules) -> Moved:
    """By the rules alone; that tiers without anybody are passed over comes on top of either. One query."""
    rows = (
        Wish.objects.filter(ON_THE_LADDER)
        .order_by()
        .values_list("kind", "urgency", "tier")
        .annotate(count=Count("pk"))
    )
    live = moved = ended = 0
    for kind, urgency, tier, count in rows:
        live += count
        old, new = (_next(kind, urgency, tier, rules) for rules in (before, after))
        moved += count if old != new else 0
        ended += count if old != new and new is None else 0
    return Moved(live, moved, ended)


def _next(kind: str, urgency: str, tier: str, rules: Rules) -> tuple[Tier, Term] | None:
    above = TIERS[TIERS.index(Tier(tier)) + 1 :] if tier else TIERS
    found = ((each, term_for(kind, urgency, each, rules)) for each in above)
    return next(((each, term) for each, term in found if term is not None), None)
