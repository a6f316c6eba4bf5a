"""What was answered, what the database holds and what the ledger tells: each must say the same."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from _ladder_world import OVER

OF_WISHES = {
    "post": "post", "open": "open", "decline": "decline", "move": "move", "withdraw": "withdraw", "amend": "amend",
    "climb": "climb", "give_up": "give_up", "confirm": "confirm", "object": "object", "claim": "claim",
    "contact": "contact", "relay": "relay", "fulfil": "fulfil", "give_back": "return",
}  # fmt: skip
OF_FUNDS = {
    "grant": "grant", "donate": "donation", "reverse": "reverse", "ask": "ask", "approve": "approve",
    "refuse": "refuse", "take_back": "withdraw", "pay": "pay",
}  # fmt: skip
BY_THE_CLOCK = ("help.top", "help.lapse", "help.confirm_silent", "help.fund_done")
BY_BOTH = ("help.climb", "help.fund_withdraw")
"""By somebody, or with nobody named by the clock or by the end of a wish."""


def faults(done: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    """In words; none if everything agrees."""
    from jiayuan.foundation.ledger.domain.verify import verify

    report = verify()
    if report.faults:
        yield f"the ledger does not verify: {report.faults[:3]}"
    told, recorded = Counter(_named(kind, about) for kind, about in done), Counter(_recorded())
    told.pop(("", ""), None)
    yield from (f"answered and lost: {each}" for each in list((told - recorded).elements())[:20])
    yield from (f"happened and was never answered, or twice: {each}" for each in (recorded - told).elements())
    yield from _ends()
    yield from _money()
    yield from _seats()


def _named(kind: str, about: dict[str, Any]) -> tuple[str, str]:
    if kind in OF_WISHES:
        return f"wish/{about['wish']}", f"help.{OF_WISHES[kind]}"
    return (f"help-fund/{about['fund']}", f"help.fund_{OF_FUNDS[kind]}") if kind in OF_FUNDS else ("", "")


def _entries() -> Any:
    from django.db.models import Q

    from jiayuan.foundation.ledger.models import Entry

    rows = Entry.objects.filter(
        Q(stream__name__startswith="wish/") | Q(stream__name__startswith="help-fund/")
    )
    return rows.order_by("stream", "number")


def _recorded() -> Iterator[tuple[str, str]]:
    for stream, action, actor in _entries().values_list("stream", "action", "actor"):
        if action not in BY_THE_CLOCK and not (action in BY_BOTH and actor is None):
            yield stream, action


def _ends() -> Iterator[str]:
    """Every wish ended once, nothing came after, and its row says the same."""
    from jiayuan.modules.help.models import Wish

    ends: dict[str, list[str]] = {}
    for stream, action, payload in _entries().values_list("stream", "action", "payload"):
        known = ends.setdefault(stream, [])
        if known and stream.startswith("wish/"):
            yield f"{stream}: {action} after its end"
        state = payload["after"].get("state")
        if stream.startswith("wish/") and state in OVER:
            known.append(state)
    for pk, state in Wish.objects.values_list("pk", "state"):
        if (found := ends.get(f"wish/{pk}")) != [state]:
            yield f"wish/{pk} is {state}, its chain says {found}"


def _money() -> Iterator[str]:
    from jiayuan.modules.help.fund_enums import SOURCES
    from jiayuan.modules.help.models import Account, Payment, Transfer

    kinds, held = dict(Account.objects.values_list("pk", "kind")), Counter[int]()
    for pk, origin, target, amount in Transfer.objects.values_list("pk", "origin", "target", "amount"):
        held[origin] -= amount
        held[target] += amount
        if held[origin] < 0 and kinds[origin] not in SOURCES:
            yield f"transfer {pk} left {held[origin]} fen in an account"
    if sum(held.values()):
        yield f"both sides differ by {sum(held.values())} fen"
    for pk, balance in Account.objects.values_list("pk", "balance"):
        if held[pk] != balance:
            yield f"account {pk} says {balance} fen, its rows {held[pk]}"
    reserved = sum(held[pk] for pk, kind in kinds.items() if kind == "reserved")
    if reserved != sum(Payment.objects.running().values_list("amount", flat=True)):
        yield f"{reserved} fen are reserved for nobody"


def _seats() -> Iterator[str]:
    """Nobody is at a wish that is over; each seat that was done of one counts once, however it ended."""
    from jiayuan.modules.help.models import Claim, ServiceRecord

    if Claim.objects.held().filter(wish__state__in=OVER).exists():
        yield "somebody holds a seat of a wish that is over"
    done = Claim.objects.filter(state="done", wish__state__in=OVER).values_list("pk", flat=True)
    counted = ServiceRecord.objects.filter(claim__isnull=False).values_list("claim_id", flat=True)
    if sorted(done) != sorted(counted):
        apart = set(done) ^ set(counted)
        yield f"{len(done)} seats were done, {len(counted)} are counted; apart: {sorted(apart)[:5]}"
