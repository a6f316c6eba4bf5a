"""A round sets out: with a press of its own, with the first stop that is entered, or as it turns out later.

Who has no network drives what they were given, whatever the unit did with it meanwhile. So a round that was called off,
and was driven all the same, stands again.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.source import entered_at
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import already_recorded, record

from ..models import Round
from ..round_enums import RoundAction, RoundState
from .moved import stand_again
from .rounds import WAITED, lock_day, lock_round, moment_of_entry, no_such_round, operates, turn


def start_round(pk: int, *, by: Actor, nonce: str | None = None) -> Round:
    """The unit can begin for its driver what was driven yesterday too, as long as the day is not closed.

    :raises Conflict: it is not today's, or is not waiting to begin. Started twice, it stays started.
    """
    with transaction.atomic():
        day = Round.objects.filter(pk=pk).values_list("day", flat=True).first()
        if day is None:
            raise no_such_round()
        lock_day(day)
        found = lock_round(pk, by)
        if found.state == RoundState.DRIVING or already_recorded(nonce):
            return found
        if _is_over_since(found):
            _note_start(found, by, nonce)
        else:
            set_out(found, by, nonce)
    return found


def set_out(found: Round, by: Actor, nonce: str | None = None) -> None:
    """Inside a transaction, with the round locked, and its day if it was called off.

    :raises Conflict: see :func:`start_round`; or another round has its place.
    """
    moment = moment_of_entry()
    first = moment - WAITED if operates(found, by) else moment
    if not local(first).date() <= found.day <= local(moment).date():
        raise Conflict(_("This round is not today's."), _("It can begin on its day."), code="day")
    was_driven = found.state == RoundState.CALLED_OFF and entered_at() is not None
    found.started_at = moment
    found.ended_at = None if was_driven else found.ended_at
    try:
        with transaction.atomic():
            turn(found, RoundAction.REVIVE if was_driven else RoundAction.START, by, nonce)
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise _replaced() from error
    if was_driven:
        stand_again(found)


def _is_over_since(found: Round) -> bool:
    """It was closed, or reported as broken down, after its driver had set out without network."""
    is_over = found.state in (RoundState.FINISHED, RoundState.BROKEN_DOWN) and found.started_at is None
    return is_over and found.ended_at is not None and moment_of_entry() < found.ended_at


def _note_start(found: Round, by: Actor, nonce: str | None) -> None:
    found.started_at = moment_of_entry()
    found.save(update_fields=["started_at", "updated_at"])
    record(
        found.stream, "waste.round_start", by=by.person, after={"state": found.state},
        place_path=found.operator.place_id, nonce=nonce,
    )  # fmt: skip


def _replaced() -> Conflict:
    return Conflict(
        _("This round was called off, and another stands in its place."),
        _("Tell your unit what you took along: it enters it where the stops stand now."),
        code="replaced",
    )
