"""Giving a seat back, and taking one that is offered."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Missing
from jiayuan.foundation.ledger.domain.record import record

from ..enums import LIVE, TAKING_PEOPLE, SignUpState
from ..models import Presence, Session, SessionRole, SignUp
from ..rules import LEAVE
from .checks import check_taking_people, check_time
from .locks import lock_role
from .seats import end_rows, give_onward


def is_late_to_leave(session: Session) -> bool:
    """Is the grace over? One may still cancel; the host is told then."""
    return now() > session.starts_at - timedelta(minutes=session.grace_minutes)


def cancel_sign_up(sign_up_id: int, *, by: Actor, whole_group: bool = False) -> list[SignUp]:
    """Give back a seat, an offer or a turn; it goes to who waits. Returns what was cancelled.

    :raises Missing: no such sign-up. :raises Refused: it is somebody else's.
    :raises Conflict: it has ended, or they have been there already.
    """
    with transaction.atomic():
        row, role = locked_row(sign_up_id, and_waiting=True)
        gate(by, LEAVE, row)
        rows = live_party(row) if whole_group else [row]
        _check_can_leave(row, rows, role.session)
        late = row.state == SignUpState.HELD and is_late_to_leave(role.session)
        end_rows(rows, SignUpState.CANCELLED)
        record(
            role.session.stream,
            "gatherings.leave",
            by=by.person,
            on_behalf_of=row.person if row.person_id not in (None, by.pk) else None,
            after={"sign_ups": [each.pk for each in rows], "role": role.pk, "late": late},
            place_path=role.session.place_id,
        )
        give_onward(role)
    return rows


def accept_offer(sign_up_id: int, *, by: Actor) -> list[SignUp]:
    """Take the seat that is offered: for the whole group it was offered to.

    :raises Conflict: the offer ran out (code ``lapsed``), was taken already, or they are busy at that time.
    """
    with transaction.atomic():
        row, role = locked_row(sign_up_id)
        gate(by, LEAVE, row)
        check_taking_people(role.session)
        _check_offer_stands(row)
        check_time(role.session, row.person)
        rows = [each for each in live_party(row) if each.state == SignUpState.OFFERED]
        for each in rows:
            each.state, each.offered_until = SignUpState.HELD, None
            each.save(update_fields=["state", "offered_until"])
        record(
            role.session.stream,
            "gatherings.accept",
            by=by.person,
            after={"sign_ups": [each.pk for each in rows], "role": role.pk},
            place_path=role.session.place_id,
        )
    return rows


def locked_row(sign_up_id: int, *, and_waiting: bool = False) -> tuple[SignUp, SessionRole]:
    known = SignUp.objects.filter(pk=sign_up_id).values_list("role_id", "person_id").first()
    if known is None:
        raise Missing(_("There is no such sign-up."), _("See what you signed up for on the page “Mine”."))
    role_id, person_id = known
    role = lock_role(role_id, people=[person_id] if person_id else [], and_waiting=and_waiting)
    row = SignUp.objects.select_related("person").get(pk=sign_up_id)
    row.session = role.session
    return row, role


def live_party(row: SignUp) -> list[SignUp]:
    if row.group is None:
        return [row]
    return list(SignUp.objects.live().filter(group=row.group).order_by("pk"))


def _check_can_leave(row: SignUp, rows: list[SignUp], session: Session) -> None:
    if row.state not in LIVE or session.state not in TAKING_PEOPLE:
        raise Conflict(
            _("This sign-up has ended already."), _("Nothing more needs to be done."), code="ended"
        )
    if Presence.objects.filter(sign_up__in=rows).exists():
        raise Conflict(
            _("They were checked in already."),
            _("If that was a mistake, tell whoever leads the gathering."),
            code="checked-in",
        )


def _check_offer_stands(row: SignUp) -> None:
    if row.state == SignUpState.HELD:
        raise Conflict(_("The seat is yours already."), _("Nothing more needs to be done."), code="held")
    if row.state != SignUpState.OFFERED or row.offered_until is None or row.offered_until < now():
        raise Conflict(
            _("The time to take this seat is over; it went to the next in line."),
            _("Sign up again to be on the waiting list."),
            code="lapsed",
        )
