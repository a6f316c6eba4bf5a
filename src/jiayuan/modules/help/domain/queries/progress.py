"""How far a wish is, in words for everybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.ledger.models import Entry

from ...enums import PassedOver, Tier, WishState
from ...ledger_words import WORDS
from ...models import Wish
from ...rules import works_here

Words = str | Promise
STEPS: tuple[tuple[WishState, Words], ...] = (
    (WishState.POSTED, pgettext_lazy("step of a wish", "Received")),
    (WishState.OPEN, pgettext_lazy("step of a wish", "Looking")),
    (WishState.CLAIMED, pgettext_lazy("step of a wish", "On it")),
    (WishState.DONE, pgettext_lazy("step of a wish", "Done")),
    (WishState.FULFILLED, pgettext_lazy("step of a wish", "Fulfilled")),
)
SAID: dict[WishState, Words] = {
    WishState.POSTED: _("The community reads it first and then looks for a helper."),
    WishState.OPEN: _("Helpers near you see the card. Whoever can takes it on."),
    WishState.CLAIMED: _("Somebody has taken it on and will be in touch."),
    WishState.DONE: _("The helper says that it is done. Is it?"),
    WishState.FULFILLED: _("It is done. Thank you for telling us."),
    WishState.WITHDRAWN: _("It was withdrawn."),
    WishState.DECLINED: _("The community did not take it up, and says why."),
    WishState.MOVED: _("This is for an office to put right; it goes on as a report."),
    WishState.SPLIT: _("It is looked after in parts; each has its own helpers."),
    WishState.PARTLY: _("A part of it was done; the rest was no longer needed, or nobody was found for it."),
    WishState.UNMET: _("Nobody could be found, and the community says what it tried."),
}
TOLD_OTHERS: dict[WishState, Words] = SAID | {
    WishState.POSTED: _("The community looks at it."),
    WishState.OPEN: _("Helpers it is offered to see the card."),
    WishState.CLAIMED: _("Somebody has taken it on."),
    WishState.DONE: _("The helper says that it is done; who wished is asked."),
    WishState.FULFILLED: _("It is done."),
}
"""To the desk and to whoever reads the card: nobody is spoken to who did not wish."""
_SAID_BY_THE_FUND: Words = _("The community fund paid for it. Is it done?")
_TOLD_OF_THE_FUND: Words = _("The community fund paid for it; who wished is asked whether it is done.")
_DONE_BY = ("help.fulfil", "help.fund_done")
PARTS: dict[str, Words] = {
    "wisher": _("You, or who wrote for you"),
    "desk": _("The community"),
    "helper": _("The helper"),
    "clock": pgettext_lazy("who did something", "By itself"),
}
_TOLD = (
    "help.post", "help.open", "help.decline", "help.move", "help.withdraw", "help.climb", "help.top", "help.claim",
    "help.contact", "help.fulfil", "help.return", "help.lapse", "help.confirm", "help.confirm_silent", "help.object",
    "help.give_up", "help.fund_done", "help.split", "help.begin_part", "help.parts_ended",
    "help.place", "help.place_part", "help.nobody_there", "help.go_again",
)  # fmt: skip
_INSIDE = (
    *_TOLD,
    "help.look_after_absence",
    "help.amend",
    "help.read_contact",
    "help.ask",
    "help.ask_no",
    "help.ask_expired",
)
"""What those who work there read as well."""
_SPOKEN_TO_WISHER = ("help.decline", "help.move", "help.give_up", "help.fulfil")
"""Whose words are written to who wished. All others, such as why a helper gave up, are for the community."""


@dataclass(frozen=True)
class Step:
    label: Words
    is_done: bool
    is_now: bool


@dataclass(frozen=True)
class Line:
    """One line of what happened. ``who`` is a part, or a name for those who work there."""

    at: datetime
    action: str
    what: Words
    who: Words
    words: str = ""


def steps_of(wish: Wish) -> Sequence[Step]:
    """The five steps; none where the wish left that way."""
    order = [state for state, _label in STEPS]
    if wish.state not in order:
        return ()
    at, is_over = order.index(WishState(wish.state)), wish.state == WishState.FULFILLED
    return [
        Step(label, number < at or is_over, number == at and not is_over)
        for number, (_state, label) in enumerate(STEPS)
    ]


def said_of(wish: Wish, *, to_wisher: bool = True) -> Words:
    """How it stands. One query where it waits for a yes: a helper did it, or the fund paid, whichever was last."""
    if wish.state == WishState.DONE:
        done = Entry.objects.filter(stream=wish.stream, action__in=_DONE_BY).order_by("-number")
        if done.values_list("action", flat=True).first() == "help.fund_done":
            return _SAID_BY_THE_FUND if to_wisher else _TOLD_OF_THE_FUND
    return (SAID if to_wisher else TOLD_OTHERS)[WishState(wish.state)]


def history(wish: Wish, actor: Actor) -> Sequence[Line]:
    """From the ledger, oldest first: with names for the desk, with parts for who wished. One query."""
    inside = works_here(actor, wish)
    told = _INSIDE if inside else _TOLD
    rows = (
        Entry.objects.filter(stream=wish.stream, action__in=told).select_related("actor").order_by("number")
    )
    return [line for each in rows for line in _lines(each, inside)]


def _lines(entry: Entry, inside: bool) -> Sequence[Line]:
    """What was done; and which tiers were passed over on the way to the one that is asked now."""
    own = _line(entry, inside)
    passed = [Line(entry.at, "help.passed", what, PARTS["clock"]) for what in _passed(entry)]
    return [own, *passed] if entry.action in ("help.open", "help.begin_part") else [*passed, own]


def _passed(entry: Entry) -> Iterator[Words]:
    for each in (entry.payload or {}).get("after", {}).get("passed", ()):
        tier, _colon, why = str(each).partition(": ")
        if tier in Tier.values and why in PassedOver.values:
            told = {"who": Tier(tier).label, "why": PassedOver(why).label}
            yield gettext("Passed over: %(who)s; %(why)s") % told


def _line(entry: Entry, inside: bool) -> Line:
    after: dict[str, Any] = (entry.payload or {}).get("after", {})
    what: Words = WORDS.actions.get(entry.action, entry.action)
    if entry.action == "help.climb" and after.get("tier") in Tier.values:
        what = _climbed(Tier(after["tier"]))
    words = _words_inside(after) if inside else words_to_wisher(entry.action, after)
    return Line(entry.at, entry.action, what, _who(entry, after, inside), words)


def _words_inside(after: dict[str, Any]) -> str:
    return str(after.get("words") or after.get("reason") or "")


def words_to_wisher(action: str, after: dict[str, Any]) -> str:
    """The words of an entry that who wished may read: what was said to them, and what they said themselves."""
    if action == "help.go_again" and "day" in after:
        return day_with_weekday(date.fromisoformat(after["day"]))
    is_own = after.get("role") == "wisher"
    return str(after.get("words") or "") if is_own or action in _SPOKEN_TO_WISHER else ""


def _climbed(tier: Tier) -> Words:
    return _("Now asked: %(who)s") % {"who": tier.label}


def _who(entry: Entry, after: dict[str, Any], inside: bool) -> Words:
    if entry.actor is None:
        is_wisher = entry.action == "help.post" or after.get("role") == "wisher"  # without an account
        if is_wisher and inside:
            return _("Who wished")
        return PARTS["wisher" if is_wisher else "clock"]
    if inside:
        return entry.actor.name or str(entry.actor)
    if entry.action in (
        "help.claim",
        "help.contact",
        "help.nobody_there",
        "help.go_again",
        "help.fulfil",
        "help.return",
    ):
        return PARTS["helper"]
    unsaid = "wisher" if entry.action == "help.post" else "desk"
    return PARTS.get(str(after.get("role", "")), PARTS[unsaid])
