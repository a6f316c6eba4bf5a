"""Who may dispute that a case is their unit's, how often and until when; and who decides on it and other requests."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS
from jiayuan.foundation.access.permissions import check, declare
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline

from .enums import Action, RequestKind, RequestState
from .models import Case, Request
from .rules import did_not_ask, is_at_the_desk, is_of_the_unit, nothing_is_asked, something_is_asked

DISPUTE_TERM = Term(1, TermUnit.WORKING_DAYS)
"""Whose a case is shows from the report or from one visit; who finds it out later has kept the resident waiting."""
URGENT_TERM = Term(4, TermUnit.URGENT_HOURS)
"""The same where there is danger."""
MOST_DISPUTES = 2
"""By one unit in one round: the first ground may have been the wrong one, the third is a refusal."""
BY_THE_COMMUNITY = 1
"""How many disputes of a round the community decides; after that it is no longer sure whose the case is, and the street
looks from above."""


def disputable_until(case: Case) -> datetime | None:
    """None where it is not known when it was sent."""
    if case.dispatched_at is None:
        return None
    return deadline(case.dispatched_at, URGENT_TERM if case.version.is_urgent else DISPUTE_TERM)


def disputes_of_round(case: Case) -> list[Request]:
    """Those that wait or were decided; one that fell away was never judged. Prefetch ``requests`` to save a query."""
    return [
        each
        for each in case.requests.all()
        if each.kind == RequestKind.DISPUTE
        and each.round == case.round
        and each.state != RequestState.FELL_AWAY
    ]


def pending_dispute(case: Case) -> Request | None:
    return next((each for each in disputes_of_round(case) if each.state == RequestState.PENDING), None)


def dismissed_disputes(case: Case) -> list[Request]:
    """Those of the unit that has it, which it may not bring again."""
    return [
        each
        for each in disputes_of_round(case)
        if each.state == RequestState.DECLINED and each.unit_id == case.unit_id
    ]


@check(
    _("The time in which this could be disputed is over."),
    _("Handle it, or speak with the community: it can take the case back."),
)
def is_in_dispute_time(actor: Actor, case: Case) -> bool:
    until = disputable_until(case)
    return until is None or now() <= until


@check(
    _("Your unit has disputed this case twice already."),
    _("Handle it, or speak with the community: it can take the case back."),
)
def has_a_dispute_left(actor: Actor, case: Case) -> bool:
    return sum(each.unit_id == case.unit_id for each in disputes_of_round(case)) < MOST_DISPUTES


@check(
    _("Who sent the case to the unit does not decide whether that was right."),
    _("A colleague of the community or the street decides."),
)
def did_not_send_what_is_disputed(actor: Actor, case: Case) -> bool:
    return pending_dispute(case) is None or case.dispatched_by_id != actor.pk


@check(
    _("It is disputed for the second time: the street decides."),
    _("The case is in the street's inbox; a note helps it."),
)
def is_high_enough_to_decide(actor: Actor, case: Case) -> bool:
    dispute = pending_dispute(case)
    return dispute is None or not dispute.for_street or actor.reach.holds(OFFICERS, case.place_id)


@check(
    _("The unit disputes that the case is its own: nobody takes it back while that waits."),
    _("Decide the dispute first; upheld, the case comes back or goes straight to another unit."),
)
def no_dispute_waits(actor: Actor, case: Case) -> bool:
    return pending_dispute(case) is None


_DECIDE = (
    is_at_the_desk,
    something_is_asked,
    did_not_ask,
    did_not_send_what_is_disputed,
    is_high_enough_to_decide,
)
declare(f"cases.{Action.DISPUTE}", is_of_the_unit, nothing_is_asked, is_in_dispute_time, has_a_dispute_left)
declare(f"cases.{Action.RECALL}", is_at_the_desk, no_dispute_waits)
declare(f"cases.{Action.APPROVE}", *_DECIDE)
declare(f"cases.{Action.DECLINE}", *_DECIDE)
