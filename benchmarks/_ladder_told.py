"""What the year was like, from the database and the ledger."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

STEPS = ("posted → looked at", "looked at → taken on", "taken on → in touch", "in touch → done", "done → over",
         "posted → over")  # fmt: skip


def told() -> Iterator[str]:
    from jiayuan.foundation.ledger.models import Entry
    from jiayuan.modules.help.models import Payment, Transfer, Wish

    yield f"wishes: {dict(Counter(Wish.objects.values_list('state', flat=True)).most_common())}"
    actions = Counter(Entry.objects.filter(action__startswith="help.").values_list("action", flat=True))
    named = ("climb", "top", "lapse", "return", "object", "confirm", "confirm_silent", "fund_done")
    yield f"entries: {actions.total():,}; " + ", ".join(
        f"{each} {actions[f'help.{each}']:,}" for each in named
    )
    tiers, times = _chains()
    yield f"taken on, by the tier it was offered on: {dict(tiers.most_common())}"
    for name, row in zip(STEPS, times, strict=True):
        yield f"  {name:22} {_spread(row)}"
    paid = Payment.objects.filter(state="paid")
    yield (
        f"payments: {dict(Counter(Payment.objects.values_list('state', flat=True)))}; "
        f"{sum(paid.values_list('paid_amount', flat=True)) / 100:,.2f} yuan paid, "
        f"{Transfer.objects.count():,} transfers, {Transfer.objects.exclude(reverses=None).count()} reversals"
    )


def _chains() -> tuple[Counter[str], list[list[float]]]:
    """How many were taken on on each tier, and the hours of each step: of a fulfilled wish its first time."""
    from jiayuan.foundation.ledger.models import Entry

    rows = Entry.objects.filter(stream__name__startswith="wish/").order_by("stream", "number")
    tiers, times = Counter[str](), [list[float]() for _ in STEPS]
    chain, last = dict[str, Any](), ""
    for stream, action, at, payload in rows.values_list("stream", "action", "at", "payload"):
        if stream != last:
            _measure(chain, times)
            chain, last = {}, stream
        after = payload["after"]
        chain["tier"] = after.get("tier") or chain.get("tier", "")
        chain.setdefault(action, at)
        if after.get("state") == "done":
            chain["done"] = at
        if after.get("state") == "fulfilled":
            chain["over"] = at
        if action == "help.claim":
            tiers[chain["tier"]] += 1
    _measure(chain, times)
    return tiers, times


def _measure(chain: dict[str, Any], times: list[list[float]]) -> None:
    pairs = (
        ("help.post", "help.open"), ("help.open", "help.claim"), ("help.claim", "help.contact"),
        ("help.contact", "done"), ("done", "over"), ("help.post", "over"),
    )  # fmt: skip
    for row, (first, then) in zip(times, pairs, strict=True):
        if first in chain and then in chain and chain[then] >= chain[first]:
            row.append((chain[then] - chain[first]).total_seconds() / 3600)


def _spread(hours: Sequence[float]) -> str:
    if not hours:
        return "–"
    ordered = sorted(hours)
    middle, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.9)]
    return f"median {middle:7.1f} h   90 % {most:7.1f} h   longest {ordered[-1]:7.1f} h   of {len(ordered):,}"
