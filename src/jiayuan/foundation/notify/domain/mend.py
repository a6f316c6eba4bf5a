"""What the IT staff do to a delivery that went wrong. Recorded, like every change."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Missing
from jiayuan.foundation.ledger.domain.record import record

from ..enums import MOVE, Because, Event, State
from ..models import Delivery
from ..rules import MEND

MOST_AT_ONCE = 5000
STREAM = "outbox"


def retry_delivery(pk: int, *, by: Actor) -> Delivery:
    """Try again from the beginning. What may have arrived is asked for first; if nobody can say, it is sent.

    :raises Refused: not of the IT staff. :raises Missing: gone. :raises Conflict: it is on its way, or arrived;
        or its reader does not want it, or it does not hold any more.
    """
    return _change(pk, Event.RETRY, by=by)


def cancel_delivery(pk: int, *, by: Actor) -> Delivery:
    """Do not send it any more. Refusals as for :func:`retry_delivery`."""
    return _change(pk, Event.CANCEL, by=by)


def _change(pk: int, event: Event, *, by: Actor) -> Delivery:
    gate(by, MEND)
    with transaction.atomic():
        row = Delivery.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            raise Missing(_("This message is no longer kept."), _("Look at the list again."))
        if not row.can(event):
            if row.because:
                raise Conflict(
                    _("This message was cancelled: %(why)s.") % {"why": row.get_because_display()},
                    _("It stays so. What holds now is told by a new message."),
                )
            raise Conflict(
                _("Meanwhile it is “%(state)s”.") % {"state": row.get_state_display()},
                _("Look at the list again; what can be done now is shown there."),
            )
        before, row.state = row.state, MOVE[event].target
        row.because = Because.STAFF if event == Event.CANCEL else ""
        row.ended_at = None if event == Event.RETRY else now()
        if event == Event.RETRY:
            row.due_at, row.attempts, row.error, row.is_forced = now(), 0, "", row.handed_at is not None
        row.save()
        _record(f"delivery/{row.pk}", event, by, before={"state": before}, after={"state": row.state})
    return row


def retry_all(*, by: Actor) -> int:
    """Everything that a provider refused or that was given up; after an outage. Spread, so as not to flood it.

    What is uncertain is left out: each of those is somebody's decision.
    """
    gate(by, MEND)
    moment = now()
    with transaction.atomic():
        rows = Delivery.objects.select_for_update().filter(state__in=[State.FAILED, State.GIVEN_UP])
        found = list(rows.order_by("pk")[:MOST_AT_ONCE])
        for number, row in enumerate(found):
            row.state, row.attempts, row.error, row.ended_at = State.WAITING, 0, "", None
            row.due_at = moment + timedelta(seconds=number // 20)
        Delivery.objects.bulk_update(
            found, ["state", "attempts", "error", "ended_at", "due_at"], batch_size=500
        )
        if found:
            _record(STREAM, Event.RETRY, by, before={}, after={"deliveries": len(found)})
    return len(found)


def _record(
    stream: str, event: Event, by: Actor, *, before: dict[str, object], after: dict[str, object]
) -> None:
    record(stream, f"notify.{event}", by=by.person, before=before, after=after)
