"""How far a case is, in five steps that anybody understands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...enums import State
from ...models import Case
from .told import told_of

STEPS = (
    pgettext_lazy("case step", "Reported"),
    pgettext_lazy("case step", "Taken up"),
    pgettext_lazy("case step", "Being put right"),
    pgettext_lazy("case step", "Being checked"),
    pgettext_lazy("case step", "Done"),
)
STEP_OF_STATE: dict[State, int] = {
    State.REPORTED: 0,
    State.FILED: 1,
    State.DISPATCHED: 2,
    State.HANDLING: 2,
    State.SUSPENDED: 2,
    State.HANDED_IN: 3,
    State.VERIFIED: 3,
    State.CLOSED: 4,
    State.REJECTED: 0,
    State.MERGED: 0,
}
SAID = {
    State.REPORTED: _("Your report has arrived. The community is looking at it."),
    State.FILED: _("The community has taken it up and chooses who puts it right."),
    State.DISPATCHED: _("It has been sent to those who put it right."),
    State.HANDLING: _("Somebody is working on it."),
    State.SUSPENDED: _("It has to wait for a while; the community has agreed to that."),
    State.HANDED_IN: _("It is said to be done. Somebody else is checking that."),
    State.VERIFIED: _("It was checked on the spot and is done."),
    State.CLOSED: _("It is done."),
    State.REJECTED: _("It was not taken up. The reason is written below."),
    State.MERGED: _("Others reported the same problem. All reports of it go on as one."),
}
AHEAD = {
    State.REPORTED: _("Next: the community looks at it."),
    State.FILED: _("Next: it is sent to those who put it right."),
    State.DISPATCHED: _("Next: it is put right."),
    State.HANDLING: _("Next: it is put right."),
    State.SUSPENDED: _("Next: the work goes on as soon as the reason is gone."),
    State.HANDED_IN: _("Next: somebody who did not do the work checks it."),
    State.VERIFIED: _("Next: the community closes it and asks you what you think."),
}
"""What comes next, for whoever reported it."""


@dataclass(frozen=True)
class Step:
    label: str
    is_done: bool
    is_now: bool
    at: datetime | None = None


def steps_of(case: Case) -> Sequence[Step]:
    """The five steps; the present one is marked, the last one done when the case is closed. One query."""
    reached = STEP_OF_STATE[State(case.state)]
    moments = _moments(case)
    return [
        Step(
            label=str(label),
            is_done=number < reached or case.state == State.CLOSED,
            is_now=number == reached and case.state != State.CLOSED,
            at=moments.get(number) if number <= reached else None,
        )
        for number, label in enumerate(STEPS)
    ]


def _moments(case: Case) -> dict[int, datetime]:
    """When each step was last entered, from the ledger; works where words must not be shown."""
    found = {0: case.reported_at}
    for entry in told_of(case):
        state = ((entry.payload or {}).get("after") or {}).get("state")
        if state in State.values:
            found[STEP_OF_STATE[State(state)]] = entry.at
    return found
