"""The life of a wish: one table of states and actions. Pages, API and documentation are drawn from it.

What claims do to it stands in ``domain/claims.py``: with every seat taken an open wish is claimed, with one given back
it is open again, with every seat done it is done.

What parts do to the wish that they were split off stands in ``domain/parts.py``: with its last part it ends too, in the
one state that follows from how they ended (:func:`end_of_parts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .enums import WishAction, WishState

P, O, C, D = WishState.POSTED, WishState.OPEN, WishState.CLAIMED, WishState.DONE  # noqa: E741
S = WishState.SPLIT


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
    Transition(WishAction.PLACE, (P, O, C, S), None),
    Transition(WishAction.CLIMB, (O,), None),
    Transition(WishAction.SPLIT, (O,), S),
    Transition(WishAction.CONFIRM, (D,), WishState.FULFILLED),
    Transition(WishAction.OBJECT, (D,), O, needs_words=True),
    Transition(WishAction.WITHDRAW, (P, O, C, S), WishState.WITHDRAWN),
    Transition(WishAction.GIVE_UP, (O,), WishState.UNMET, needs_words=True),
)

BY_ACTION: dict[WishAction, Transition] = {each.action: each for each in TRANSITIONS}


def actions_from(state: str) -> tuple[Transition, ...]:
    """What can be done to a wish in ``state``, in the order of the table."""
    return tuple(each for each in TRANSITIONS if state in each.sources)


def end_of_parts(ends: Sequence[str], *, somebody_helped: bool = False) -> WishState:
    """How a wish ended whose parts ended so: all fulfilled, it is fulfilled; some, in part; all withdrawn, it is
    withdrawn; else nobody was found for any of it.

    :param somebody_helped: a seat of a part was done, though the part was not fulfilled: that too is in part.
    """
    reached = set(ends)
    if reached == {WishState.FULFILLED}:
        return WishState.FULFILLED
    if WishState.FULFILLED in reached or somebody_helped:
        return WishState.PARTLY
    return WishState.WITHDRAWN if reached == {WishState.WITHDRAWN} else WishState.UNMET
