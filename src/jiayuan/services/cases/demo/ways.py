"""The ways a case can go, as lists of actions with who does them and how long each takes.

Times are in minutes: of working time for what is handled in working time, around the clock for what is urgent.
"""

from dataclasses import dataclass
from random import Random

from jiayuan.foundation.clock.hours import MINUTE, working_hours
from jiayuan.foundation.clock.term import TermUnit

from ..domain.clockwork import term_of
from ..enums import Action, Stage
from ..models import CategoryVersion

A = Action
HANDLING = (A.FILE, A.DISPATCH, A.ACCEPT)
CLOSING = (A.HAND_IN, A.PASS, A.CLOSE)
CLOSED = (*HANDLING, *CLOSING)
WAYS: dict[str, tuple[Action, ...]] = {
    "reported": (),
    "rejected": (A.REJECT,),
    "filed": (A.FILE,),
    "dispatched": (A.FILE, A.DISPATCH),
    "recalled": (A.FILE, A.DISPATCH, A.RECALL),
    "disputed": (A.FILE, A.DISPATCH, A.DISPUTE),
    "disputed_again": (*HANDLING, A.DISPUTE, A.DECLINE, A.DISPUTE),
    "taken_back": (*HANDLING, A.RECALL),
    "looked_at_again": (A.REJECT, A.REOPEN),
    "declined_after_filing": (A.FILE, A.REJECT),
    "handling": HANDLING,
    "noted": (*HANDLING, A.NOTE),
    "asking_time": (*HANDLING, A.ASK_EXTENSION),
    "asking_pause": (*HANDLING, A.ASK_SUSPENSION),
    "extended": (*HANDLING, A.ASK_EXTENSION, A.APPROVE),
    "declined": (*HANDLING, A.ASK_EXTENSION, A.DECLINE),
    "suspended": (*HANDLING, A.ASK_SUSPENSION, A.APPROVE),
    "resumed": (*HANDLING, A.ASK_SUSPENSION, A.APPROVE, A.RESUME),
    "handed_in": (*HANDLING, A.HAND_IN),
    "failed": (*HANDLING, A.HAND_IN, A.FAIL),
    "verified": (*HANDLING, A.HAND_IN, A.PASS),
    "closed": CLOSED,
    "rated": (*CLOSED, A.RATE),
    "disputed_closed": (A.FILE, A.DISPATCH, A.DISPUTE, A.APPROVE, A.DISPATCH, A.ACCEPT, *CLOSING, A.RATE),
    "failed_closed": (*HANDLING, A.HAND_IN, A.FAIL, *CLOSING, A.RATE),
    "extended_closed": (*HANDLING, A.ASK_EXTENSION, A.APPROVE, *CLOSING, A.RATE),
    "suspended_closed": (*HANDLING, A.ASK_SUSPENSION, A.APPROVE, A.RESUME, *CLOSING, A.RATE),
    "taken_over_closed": (*HANDLING, A.TAKE_OVER, *CLOSING, A.RATE),
    "ordered": (*HANDLING, A.ISSUE_ORDER),
    "order_answered": (*HANDLING, A.ISSUE_ORDER, A.ANSWER_ORDER),
    "to_sign": (*HANDLING, A.MARK_DEMAND),
    "answered": (*CLOSED, A.MARK_DEMAND, A.CONFIRM_MARK),
    "second_look": (*CLOSED, A.MARK_DEMAND, A.CONFIRM_MARK, A.ASK_SECOND_LOOK),
    "reopened": (*CLOSED, A.RATE, A.REOPEN),
    "reopened_handling": (*CLOSED, A.REOPEN, A.DISPATCH, A.ACCEPT),
    "reopened_closed": (*CLOSED, A.REOPEN, A.DISPATCH, A.ACCEPT, *CLOSING, A.RATE),
}
PAST = {
    "rated": 52,
    "closed": 22,
    "rejected": 5,
    "disputed_closed": 5,
    "failed_closed": 5,
    "extended_closed": 3,
    "suspended_closed": 2,
    "taken_over_closed": 2,
    "reopened_closed": 4,
    "declined_after_filing": 1,
}
"""How often a case of the past went which way."""
PRESENT = {
    "reported": 16,
    "filed": 12,
    "dispatched": 15,
    "handling": 22,
    "noted": 4,
    "asking_time": 5,
    "asking_pause": 3,
    "extended": 3,
    "suspended": 4,
    "handed_in": 9,
    "failed": 2,
    "verified": 5,
    "disputed": 2,
    "taken_back": 1,
    "looked_at_again": 1,
}
"""The same for what is open today."""
BEGINS_STAGE = {
    A.FILE: Stage.DISPATCHING,
    A.RECALL: Stage.DISPATCHING,
    A.REOPEN: Stage.DISPATCHING,
    A.DISPATCH: Stage.HANDLING,
    A.FAIL: Stage.HANDLING,
    A.HAND_IN: Stage.VERIFYING,
    A.PASS: Stage.CLOSING,
}
"""The stage whose clock an action starts; :data:`~..enums.STAGE_OF_STATE` seen from the actions."""


SHARES = {
    A.HAND_IN: (0.15, 0.75),
    A.ACCEPT: (0.02, 0.1),
    A.RECALL: (0.02, 0.1),
    A.TAKE_OVER: (0.02, 0.1),
    A.NOTE: (0.05, 0.2),
    A.ASK_EXTENSION: (0.05, 0.2),
    A.ASK_SUSPENSION: (0.05, 0.2),
    A.APPROVE: (0.02, 0.08),
    A.DECLINE: (0.02, 0.08),
}
"""How long an act takes, in parts of the time promised for handling."""
DISPUTED_WITHIN = (10.0, 50.0)
"""Whose it is shows within the hour, in minutes."""
DAYS = {A.RESUME: (1, 5), A.REOPEN: (1, 5), A.RATE: (0.1, 2.5)}
"""How long it takes in (working) days."""


@dataclass(frozen=True)
class Pace:
    """How fast things go."""

    urgent: bool
    promised: dict[Stage, float]
    """Minutes a stage may take."""
    day: float
    """Minutes of a day."""

    def gap(self, action: Action, random: Random, *, late: bool) -> float:
        """Minutes from the act before to this one."""
        if action == A.HAND_IN and late:
            return self.promised[Stage.HANDLING] * random.uniform(1.05, 1.5)
        if action == A.DISPUTE:
            return random.uniform(*DISPUTED_WITHIN)
        if action in SHARES:
            return self.promised[Stage.HANDLING] * random.uniform(*SHARES[action])
        if action in DAYS:
            return self.day * random.uniform(*DAYS[action])
        return self._stage_before(action) * random.uniform(0.05, 0.7)

    def _stage_before(self, action: Action) -> float:
        stage = {A.PASS: Stage.VERIFYING, A.FAIL: Stage.VERIFYING, A.CLOSE: Stage.CLOSING}.get(action)
        if stage is None:
            stage = Stage.DISPATCHING if action == A.DISPATCH else Stage.FILING
        return self.promised[stage]


def pace_of(version: CategoryVersion) -> Pace:
    day = 24 * 60 if version.is_urgent else working_hours().per_day / MINUTE
    promised = {}
    for stage in Stage:
        term = term_of(version, stage)
        promised[stage] = term.amount * (day if term.unit == TermUnit.WORKING_DAYS else 60.0)
    return Pace(version.is_urgent, promised, day)
