"""A unit disputes that a case is its own. Until somebody decides it stays responsible and its clock goes on."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid

from ..dispute_rules import BY_THE_COMMUNITY, disputes_of_round
from ..enums import RequestKind, RequestState, State
from ..models import Case, Recall, Request
from . import clockwork
from .dispatch.suggest import why_unit
from .given import Given
from .sending import send_to, unit_here


def dispute(case: Case, given: Given, words: str, by: Actor) -> Mapping[str, object]:
    """:raises Conflict: this ground was dismissed before. :raises Invalid: the unit proposed is none."""
    before = disputes_of_round(case)
    if any(
        each.ground == given.ground and each.unit_id == case.unit_id and each.state == RequestState.DECLINED
        for each in before
    ):
        raise Conflict(
            _("This ground was dismissed before; the reason stands with the case."),
            _("Name another if there is one, or handle the case."),
            field="ground",
        )
    proposed = unit_here(case, given.unit_id) if given.unit_id is not None else None
    _refuse_the_same(case, given.unit_id)
    Request.objects.create(
        case=case,
        kind=RequestKind.DISPUTE,
        ground=given.ground,
        reason=words[:500],
        proposed_unit=proposed,
        unit=case.unit,
        round=case.round,
        for_street=len(before) >= BY_THE_COMMUNITY,
        asked_by=by.person,
        asked_at=now(),
    )
    return {"ground": given.ground, "proposed": proposed.name if proposed else ""}


def uphold(case: Case, asked: Request, given: Given, words: str, by: Actor) -> Mapping[str, object]:
    """The unit is released and its time does not count; the case waits at the desk, or goes straight on."""
    unit = unit_here(case, given.unit_id) if given.unit_id is not None else None
    _refuse_the_same(case, given.unit_id)
    clockwork.do_not_count(case)
    if case.unit is not None:  # always so in these states; a constraint holds it
        reason = words or asked.reason
        Recall.objects.create(case=case, unit=case.unit, handler=case.handler, reason=reason, at=now())
    case.unit = case.handler = None
    _move(case, State.FILED)
    if unit is None:
        return {}
    send_to(case, unit, by)
    _move(case, State.DISPATCHED)
    return {"to": unit.name, "why": why_unit(case)}


def _refuse_the_same(case: Case, unit_id: int | None) -> None:
    if unit_id is not None and unit_id == case.unit_id:
        raise Invalid(
            _("This is the unit that has it."), _("Choose another, or leave it open."), field="unit_id"
        )


def _move(case: Case, state: State) -> None:
    case.state = state
    clockwork.follow_state(case, state)
