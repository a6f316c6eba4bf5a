"""The ladder: point, team, centre, street, merchants and institutions, community fund."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.one_by_one import one_by_one
from jiayuan.foundation.ledger.domain.record import record

from ..enums import WishState
from ..models import Ladder, LadderRule, TierStay, Wish
from .locks import lock_wish
from .steps import Step, find_step, rules_in_force, term_on
from .stranded import is_stranded, stranded

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


def step_onto(wish: Wish, step: Step) -> None:
    """Offer a locked wish on a tier, or let it wait at the top for the desk; the caller saves and records."""
    moment = now()
    TierStay.objects.running().filter(wish=wish).update(until=moment)
    wish.tier, wish.climbs_at = step.tier or wish.tier, deadline(moment, step.term) if step.term else None
    if step.term is not None:
        TierStay.objects.create(wish=wish, tier=wish.tier, since=moment)


def offer_again(wish: Wish) -> None:
    """A seat came back: the clock of its tier begins anew. The caller saves and records."""
    wish.state, wish.climbs_at = WishState.OPEN, _offered_until(wish, rules_in_force())
    if not TierStay.objects.running().filter(wish=wish).exists():
        TierStay.objects.create(wish=wish, tier=wish.tier, since=now())


def _offered_until(wish: Wish, rules: Sequence[LadderRule]) -> datetime | None:
    """Where the rules pass its tier over since it came there, it climbs at once; None at the top."""
    term = term_on(wish, rules)
    if term is not None:
        return deadline(now(), term)
    return now() if find_step(wish, rules).term is not None else None


def leave_ladder(wish: Wish, moment: datetime | None = None) -> None:
    """Nobody is looked for any more. The caller saves and records."""
    TierStay.objects.running().filter(wish=wish).update(until=moment or now())
    wish.climbs_at = None


def climb_all(limit: int = 500) -> int:
    """Offer further up whatever nobody took on in time, and whatever stands where nobody is left. How many climbed;
    those at the top wait for the desk."""
    due = Wish.objects.filter(climbs_at__lte=now()).order_by("climbs_at").values_list("pk", flat=True)
    rules = rules_in_force()
    keys = dict.fromkeys([*due[:limit], *stranded()[:limit]])
    return one_by_one(keys, lambda pk: _climb(pk, rules), what="wish on the ladder")


def _climb(pk: int, rules: Sequence[LadderRule]) -> int:
    with transaction.atomic():
        wish = lock_wish(pk)
        if not _is_due(wish):
            return 0
        before, step = wish.tier, find_step(wish, rules)
        step_onto(wish, step)
        wish.revision += 1
        wish.save()
        record(
            wish.stream,
            "help.climb" if step.term else "help.top",
            before={"tier": before},
            after={"tier": wish.tier, **step.told},
            place_path=wish.place_id,
        )
    return 1


def _is_due(wish: Wish) -> bool:
    if wish.state != WishState.OPEN or wish.climbs_at is None:
        return False
    return wish.climbs_at <= now() or is_stranded(wish)
