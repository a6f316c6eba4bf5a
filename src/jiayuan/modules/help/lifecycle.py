"""The life of a wish: one table of states and actions. Pages, API and documentation are drawn from it.

What claims do to it stands in ``domain/claims.py``: with every seat taken an open wish is claimed, with one given back
it is open again, with every seat done it is done.
"""

from dataclasses import dataclass

from .enums import WishAction, WishState

P, O, C, D = WishState.POSTED, WishState.OPEN, WishState.CLAIMED, WishState.DONE  # noqa: E741


@dataclass(frozen=True)
class Transition:
    """One line of the table. ``target`` None: the state stays."""

    action: WishAction
    sources: tuple[WishState, ...]
    target: WishState | None
    needs_words: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition(WishAction.OPEN, (P,), O),
    Transition(WishAction.MOVE, (P, O), WishState.MOVED, needs_words=True),
    Transition(WishAction.DECLINE, (P,), WishState.DECLINED, needs_words=True),
    Transition(WishAction.AMEND, (P, O, C), None),
    Transition(WishAction.CLIMB, (O,), None),
    Transition(WishAction.CONFIRM, (D,), WishState.FULFILLED),
    Transition(WishAction.OBJECT, (D,), O, needs_words=True),
    Transition(WishAction.WITHDRAW, (P, O, C), WishState.WITHDRAWN),
    Transition(WishAction.GIVE_UP, (O,), WishState.UNMET, needs_words=True),
)

BY_ACTION: dict[WishAction, Transition] = {each.action: each for each in TRANSITIONS}


def actions_from(state: str) -> tuple[Transition, ...]:
    """What can be done to a wish in ``state``, in the order of the table."""
    return tuple(each for each in TRANSITIONS if state in each.sources)
