"""What the people of a street mean to do, and what follows from each answer. Knows nothing of the product.

An act is drawn by its number, and what follows from its answer by nothing else: whoever reads the same answers in the
same order has the same intentions, as a child that was killed and the one that goes on in its place.
"""

import heapq
import random
from dataclasses import dataclass, field
from typing import Any

from _ladder_calendar import DAY, HOUR, after, at_work, awake, posting

KINDS = {"repair": 32, "errand": 22, "thing": 10, "advice": 12, "company": 16, "dispute": 8}
URGENCIES = {"today": 12, "week": 60, "calm": 28}
CONCERNS = {"anybody": 50, "elder": 32, "child": 8, "disabled": 5, "hardship": 5}
PACE = {"today": 0.15, "week": 1.0, "calm": 1.8}
"""How fast everything goes, by urgency."""
OVER = ("fulfilled", "withdrawn", "declined", "moved", "unmet")
QUARTER = 200_000
"""Fen that each community is granted a quarter."""


@dataclass(order=True)
class Act:
    """``number`` names it for ever: its lots and its nonce come from there."""

    minute: int
    number: int
    kind: str = field(compare=False)
    about: dict[str, Any] = field(compare=False)


class World:
    """What is meant to be done, soonest first."""

    def __init__(
        self, seed: int, wishes: int, days: int, communities: list[str], homes: dict[str, list[str]]
    ) -> None:
        self.seed, self.numbers, self.heap = seed, 0, list[Act]()
        self.answers, self.minute, self.days = 0, 0, days
        lot = random.Random(seed)
        for minute in sorted(posting(lot, days) for _ in range(wishes)):
            self.plan(minute, "post", **_wish(lot, lot.choice(homes[lot.choice(communities)])))
        for community in communities:
            for month in range(max(days // 30, 1)):
                if month % 3 == 0:
                    self.plan(at_work(month * 30 * DAY), "grant", community=community, amount=QUARTER)
                self.plan(at_work((month * 30 + lot.randrange(28)) * DAY), "donate", community=community)
        self.plan(0, "tick")

    def plan(self, minute: int, kind: str, **about: Any) -> None:
        self.numbers += 1
        heapq.heappush(self.heap, Act(minute, self.numbers, kind, about))

    def lot(self, act: Act, what: str = "") -> random.Random:
        return random.Random(f"{self.seed}/{act.number}/{what}")

    def answered(self, answer: dict[str, Any]) -> Act:
        """The soonest act is done: what follows? Gives the act."""
        act = heapq.heappop(self.heap)
        if answer["number"] != act.number:
            raise ValueError(f"answered {answer['number']} instead of {act.number}")
        self.answers, self.minute = self.answers + 1, act.minute
        follow = getattr(self, f"_after_{act.kind}", None)
        if follow is not None and answer["out"] == "done":
            follow(act, answer, self.lot(act, "after"))
        return act

    def _after_tick(self, act: Act, _answer: dict[str, Any], _lot: random.Random) -> None:
        if self.heap:
            self.plan(act.minute + HOUR, "tick")

    def _after_post(self, act: Act, answer: dict[str, Any], lot: random.Random) -> None:
        wish = {"wish": answer["wish"], "urgency": act.about["urgency"], "is_hard": lot.random() < 0.1}
        desk = "decline" if lot.random() < 0.04 else "move" if lot.random() < 0.03 else "open"
        seats = lot.choice((2, 2, 3, 4)) if lot.random() < 0.06 else 1
        self.plan(at_work(after(lot, act.minute, 80)), desk, seats=seats, **wish)
        if lot.random() < 0.04:
            self.plan(after(lot, act.minute, 2 * DAY), "withdraw", **wish)

    def _after_open(self, act: Act, _answer: dict[str, Any], lot: random.Random) -> None:
        wish, pace = _same(act), PACE[act.about["urgency"]]
        self.plan(after(lot, act.minute, 3 * HOUR * pace), "seek", **wish)
        for kind in ("amend", "climb"):
            if lot.random() < 0.02:
                self.plan(at_work(after(lot, act.minute, 8 * HOUR * pace)), kind, **wish)

    def _after_seek(self, act: Act, answer: dict[str, Any], lot: random.Random) -> None:
        wish, pace = _same(act), PACE[act.about["urgency"]]
        if answer["state"] in OVER:
            return
        if answer["state"] == "open" and answer.get("helper"):
            self.plan(act.minute, "claim", helper=answer["helper"], **wish)
        elif answer["state"] == "open" and answer["is_last"]:
            self.plan(at_work(after(lot, act.minute, 6 * HOUR)), "decide", **wish)
        pause = 7 * HOUR * pace if answer["state"] == "open" else 2 * DAY
        self.plan(after(lot, act.minute, pause), "seek", **wish)

    def _after_claim(self, act: Act, answer: dict[str, Any], lot: random.Random) -> None:
        if lot.random() < 0.92:
            at, pace = {"claim": answer["claim"], "helper": act.about["helper"]}, PACE[act.about["urgency"]]
            self.plan(after(lot, act.minute, 6 * HOUR * pace), "contact", **at, **_same(act))

    def _after_contact(self, act: Act, _answer: dict[str, Any], lot: random.Random) -> None:
        at, pace = _same(act, "claim", "helper"), PACE[act.about["urgency"]]
        for writer in ("helper", "wisher"):
            if lot.random() < 0.15:
                self.plan(after(lot, act.minute, 2 * HOUR), "relay", writer=writer, **at)
        what = lot.choices(("fulfil", "give_back", ""), (82, 11, 7))[0]
        if what:
            self.plan(after(lot, act.minute, 30 * HOUR * pace), what, **at)

    def _after_fulfil(self, act: Act, answer: dict[str, Any], lot: random.Random) -> None:
        if answer["state"] == "done":
            self._ask_wisher(act, lot)

    def _ask_wisher(self, act: Act, lot: random.Random) -> None:
        said = lot.choices(("confirm", "object", ""), (68, 5, 27))[0]
        if said:
            self.plan(after(lot, act.minute, 20 * HOUR), said, **_same(act))

    def _after_decide(self, act: Act, answer: dict[str, Any], _lot: random.Random) -> None:
        if answer["choice"]:
            self.plan(act.minute, answer["choice"], **_same(act))

    def _after_ask(self, act: Act, answer: dict[str, Any], lot: random.Random) -> None:
        about = {"payment": answer["payment"], **_same(act)}
        what = lot.choices(("approve", "refuse", "take_back"), (90, 7, 3))[0]
        self.plan(at_work(after(lot, act.minute, 4 * HOUR)), what, turn=1, **about)

    def _after_approve(self, act: Act, _answer: dict[str, Any], lot: random.Random) -> None:
        about, is_first = _same(act, "payment"), act.about["turn"] == 1
        self.plan(
            at_work(after(lot, act.minute, 5 * HOUR)), "approve" if is_first else "pay", turn=2, **about
        )

    def _after_pay(self, act: Act, _answer: dict[str, Any], lot: random.Random) -> None:
        self._ask_wisher(act, lot)

    def _after_donate(self, act: Act, answer: dict[str, Any], lot: random.Random) -> None:
        if lot.random() < 0.08:
            wrong = {"transfer": answer["transfer"], "community": act.about["community"]}
            self.plan(at_work(after(lot, act.minute, DAY)), "reverse", **wrong)

    def _after_reverse(self, act: Act, _answer: dict[str, Any], lot: random.Random) -> None:
        self.plan(awake(act.minute + lot.randrange(1, HOUR)), "donate", community=act.about["community"])

    @property
    def share(self) -> float:
        """How much of the year is over; a little is left after its end."""
        return min(self.minute / (DAY * (self.days + 20)), 1.0)


def _same(act: Act, *more: str) -> dict[str, Any]:
    return {name: act.about[name] for name in ("wish", "urgency", "is_hard", *more)}


def _wish(lot: random.Random, place: str) -> dict[str, Any]:
    drawn = {
        name: lot.choices(list(table), list(table.values()))[0]
        for name, table in (("wants", KINDS), ("urgency", URGENCIES), ("concern", CONCERNS))
    }
    way = lot.choices(("account", "slip", "desk"), (55, 25, 20))[0]
    return drawn | {"place": place, "way": way, "wisher": lot.randrange(600)}
