"""The lives of rounds and of their stops: one table each, from which pages and buttons are drawn.

What a round does to its stops stands in ``domain/rounds.py``: called off, all that wait are moved; broken down, they go
on waiting until a new plan moves them or the operator gives them up. What can still be entered of a stop, by whom and
until when, stands in ``domain/entering.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .round_enums import RoundAction, RoundState, StopAction, StopState

_PLANNED, _DRIVING, _WAITING = RoundState.PLANNED, RoundState.DRIVING, StopState.WAITING


@dataclass(frozen=True)
class RoundTransition:
    action: RoundAction
    sources: tuple[RoundState, ...]
    target: RoundState


@dataclass(frozen=True)
class StopTransition:
    """``needs_reason``: one of :class:`~.round_enums.StopReason` is given with it."""

    action: StopAction
    source: StopState
    target: StopState
    needs_reason: bool = False


ROUND_TRANSITIONS: tuple[RoundTransition, ...] = (
    RoundTransition(RoundAction.START, (_PLANNED,), _DRIVING),
    RoundTransition(RoundAction.FINISH, (_DRIVING,), RoundState.FINISHED),
    RoundTransition(RoundAction.BREAK_DOWN, (_PLANNED, _DRIVING), RoundState.BROKEN_DOWN),
    RoundTransition(RoundAction.CALL_OFF, (_PLANNED,), RoundState.CALLED_OFF),
    RoundTransition(RoundAction.REVIVE, (RoundState.CALLED_OFF,), _DRIVING),
    RoundTransition(RoundAction.CLOSE, (_PLANNED, _DRIVING), RoundState.FINISHED),
)
STOP_TRANSITIONS: tuple[StopTransition, ...] = (
    StopTransition(StopAction.DONE, _WAITING, StopState.DONE),
    StopTransition(StopAction.REFUSE, _WAITING, StopState.REFUSED, needs_reason=True),
    StopTransition(StopAction.MISS, _WAITING, StopState.MISSED, needs_reason=True),
    StopTransition(StopAction.MOVE, _WAITING, StopState.MOVED),
)

ROUND_BY_ACTION = {each.action: each for each in ROUND_TRANSITIONS}
STOP_BY_ACTION = {each.action: each for each in STOP_TRANSITIONS}


def round_actions_from(state: str) -> Sequence[RoundTransition]:
    """What can be done with a round in ``state``, in the order of the table."""
    return [each for each in ROUND_TRANSITIONS if state in each.sources]
