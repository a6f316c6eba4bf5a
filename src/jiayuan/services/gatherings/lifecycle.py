"""The life of a session: one table of states and actions. Pages, API and documentation are drawn from it."""

from dataclasses import dataclass

from .enums import Action, State


@dataclass(frozen=True)
class Transition:
    """One line of the table. ``target`` None: the state stays."""

    action: Action
    sources: tuple[State, ...]
    target: State | None
    needs_words: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition(Action.PUBLISH, (State.DRAFT,), State.PUBLISHED),
    Transition(Action.OPEN, (State.PUBLISHED,), State.RUNNING),
    Transition(Action.CLOSE, (State.PUBLISHED, State.RUNNING), State.CLOSED),
    Transition(Action.FILE, (State.CLOSED,), State.FILED),
    Transition(Action.CANCEL, (State.DRAFT, State.PUBLISHED), State.CANCELLED, needs_words=True),
    Transition(Action.AMEND, (State.DRAFT, State.PUBLISHED, State.RUNNING), None),
)

BY_ACTION: dict[Action, Transition] = {each.action: each for each in TRANSITIONS}


def actions_from(state: State) -> tuple[Transition, ...]:
    """What can be done to a session in ``state``, in the order of the table."""
    return tuple(each for each in TRANSITIONS if state in each.sources)
