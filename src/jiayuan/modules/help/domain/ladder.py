"""The ladder: point, team, centre, street, merchants and institutions, community fund."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.term import Term
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.ledger.domain.record import record

from ..enums import TIERS, Tier, WishState
from ..models import Ladder, LadderRule, TierStay, Wish
from .locks import lock_wish

FILE = Path(__file__).resolve().parents[1] / "facts" / "ladder.json"


@lru_cache(maxsize=1)
def _shipped() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def load_ladder(**_kwargs: Any) -> int:
    """The rules that come with the product, where there are none yet. How many."""
    if Ladder.objects.exists():
        return 0
    ladder = Ladder.objects.create(since=now())
    rows = [LadderRule(ladder=ladder, order=10 * at, **each) for at, each in enumerate(_shipped(), 1)]
    return len(LadderRule.objects.bulk_create(rows))


def rules_in_force() -> Sequence[LadderRule]:
    return list(LadderRule.objects.filter(ladder__in=Ladder.objects.in_force()))


def next_step(wish: Wish, rules: Sequence[LadderRule] | None = None) -> tuple[Tier, Term] | None:
    """The next tier above the one it is on that no rule passes over, and how long it stays there; None at the top."""
    rules = rules_in_force() if rules is None else rules
    above = TIERS[TIERS.index(Tier(wish.tier)) + 1 :] if wish.tier else TIERS
    for tier in above:
        rule = next((each for each in rules if each.fits(wish.kind, wish.urgency, tier)), None)
        if rule is not None and rule.term is not None:
            return tier, rule.term
    return None


def term_on(wish: Wish, rules: Sequence[LadderRule]) -> Term | None:
    """How long it is offered on the tier that it is on."""
    rule = next((each for each in rules if each.fits(wish.kind, wish.urgency, wish.tier)), None)
    return rule.term if rule is not None else None


def step_onto(wish: Wish, tier: Tier, term: Term) -> None:
    """Offer a locked wish on a tier; the caller saves and records."""
    moment = now()
    TierStay.objects.running().filter(wish=wish).update(until=moment)
    TierStay.objects.create(wish=wish, tier=tier, since=moment)
    wish.tier, wish.climbs_at = tier, deadline(moment, term)


def offer_again(wish: Wish) -> None:
    """A seat came back: the clock of its tier begins anew. The caller saves and records."""
    term = term_on(wish, rules_in_force())
    wish.state, wish.climbs_at = WishState.OPEN, deadline(now(), term) if term else None
    if not TierStay.objects.running().filter(wish=wish).exists():
        TierStay.objects.create(wish=wish, tier=wish.tier, since=now())


def leave_ladder(wish: Wish, moment: datetime | None = None) -> None:
    """Nobody is looked for any more. The caller saves and records."""
    TierStay.objects.running().filter(wish=wish).update(until=moment or now())
    wish.climbs_at = None


def climb_all(limit: int = 500) -> int:
    """Offer further up whatever nobody took on in time. How many climbed; those at the top wait for the desk."""
    due = Wish.objects.filter(climbs_at__lte=now()).order_by("climbs_at").values_list("pk", flat=True)
    rules = rules_in_force()
    return sum(_climb(pk, rules) for pk in list(due[:limit]))


def _climb(pk: int, rules: Sequence[LadderRule]) -> int:
    with transaction.atomic():
        wish = lock_wish(pk)
        if wish.state != WishState.OPEN or wish.climbs_at is None or wish.climbs_at > now():
            return 0
        before, step = wish.tier, next_step(wish, rules)
        if step is None:
            leave_ladder(wish)
        else:
            step_onto(wish, *step)
        wish.revision += 1
        wish.save()
        action = "help.climb" if step else "help.top"
        record(
            wish.stream, action, before={"tier": before}, after={"tier": wish.tier}, place_path=wish.place_id
        )
    return 1
