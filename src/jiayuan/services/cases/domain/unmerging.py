"""A report that was merged was another problem after all: it goes on by itself, from where it stood.

Its state, unit, handler and open request come back as the tie kept them, and its clock with what was left of its time:
the stretch in which it was merged is a pause, for nobody could work on it. A suspension lasts until the day that was
planned, which did not move; if that day has passed, it is handled again.
"""

from collections.abc import Mapping

from jiayuan.foundation.access.actor import Actor

from ..enums import State
from ..lifecycle import STAYS_WITH_UNIT
from ..models import Case, Joining, Tie
from . import clockwork
from .given import Given
from .merging import check_open, tell_lead
from .requests import let_requests_wait
from .sending import units_here

AS_BEFORE, SUSPENSION_OVER, UNIT_GONE, ANEW = "before", "over", "gone", "anew"
"""How a case comes back; the ledger keeps it, and its pages say it in words."""


def unmerge(case: Case, given: Given, words: str, by: Actor) -> Mapping[str, object]:  # noqa: ARG001
    """:raises Conflict: the lead is no longer open."""
    rows = Tie.objects.select_related("lead__case", "unit_before", "handler_before", "verifier_before")
    tie = rows.get(case=case)
    assert tie.lead is not None  # noqa: S101 held by a constraint
    lead = tie.lead.case
    check_open(lead)
    Joining.objects.filter(case=lead, via=case).delete()
    tie.delete()
    if not Tie.objects.filter(lead_id=lead.pk).exists():
        Tie.objects.filter(case=lead).delete()
    tell_lead(lead, case, "cases.give_back", by)
    told: dict[str, object] = {"comes_back": _come_back(case, tie)}
    return told | ({"unit": case.unit.name} if case.unit is not None else {})


def _come_back(case: Case, tie: Tie) -> str:
    if not tie.state_before:
        case.state = State.REPORTED
        clockwork.follow_state(case, State.REPORTED)
        return ANEW
    state = State(tie.state_before)
    if state in STAYS_WITH_UNIT and not units_here(case).filter(pk=tie.unit_before_id or 0).exists():
        case.state = State.FILED
        clockwork.follow_state(case, State.FILED)
        return UNIT_GONE
    case.unit, case.handler, case.verifier = tie.unit_before, tie.handler_before, tie.verifier_before
    case.state = clockwork.come_back(case, state)
    let_requests_wait(case, tie.at)
    return SUSPENSION_OVER if case.state != state else AS_BEFORE
