"""The host gives a free seat to somebody who waits, out of turn."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.domain.record import record

from ..enums import SignUpState
from ..models import SignUp
from ..rules import HOST
from .checks import check_taking_people, check_time
from .leave import live_party, locked_row
from .seats import free_seats


def move_up(sign_up_id: int, *, by: Actor) -> list[SignUp]:
    """A seat for somebody on the waiting list, or for all of their group. Until it begins free seats go to who waits by
    themselves; this is for afterwards, when somebody stands at the door.

    :raises Refused: ``by`` does not run it. :raises Conflict: they do not wait (code ``state``), there are too few free
        seats (code ``full``), or they have a seat elsewhere at that time (code ``overlap``).
    """
    with transaction.atomic():
        row, role = locked_row(sign_up_id)
        gate(by, HOST, role.session)
        check_taking_people(role.session)
        if row.state != SignUpState.WAITING:
            raise Conflict(
                _("They are not on the waiting list any more."), _("Reload the page."), code="state"
            )
        party = [each for each in live_party(row) if each.state == SignUpState.WAITING]
        free = free_seats(role)
        if len(free) < len(party):
            raise Conflict(
                ngettext(
                    "There are too few free seats: %(wanted)s is wanted.",
                    "There are too few free seats: %(wanted)s are wanted.",
                    len(party),
                )
                % {"wanted": len(party)},
                _("Give the role more seats, or wait until somebody cancels."),
                code="full",
            )
        check_time(role.session, row.person)
        for each, number in zip(party, free, strict=False):
            each.state, each.seat = SignUpState.HELD, number
            each.save(update_fields=["state", "seat"])
        record(
            role.session.stream, "gatherings.move_up", by=by.person,
            after={"sign_ups": [each.pk for each in party], "role": role.pk}, place_path=role.session.place_id,
        )  # fmt: skip
    return party
