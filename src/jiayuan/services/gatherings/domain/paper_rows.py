"""The rows of a printed sheet: who stands in them, and who a code means."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.ledger.domain.record import record

from ..enums import LIVE, SignUpState
from ..models import Session, SessionRole, SignUp
from ..row_codes import RowCode

CAME_WITHOUT_A_SEAT = (SignUpState.WAITING, SignUpState.OFFERED, SignUpState.LAPSED)
"""Who waited and came has come without a seat, also when the gathering closed meanwhile."""


def blank_nonce(session: Session, number: int) -> str:
    """A blank row becomes one walk-in, however often it is typed."""
    return f"sheet/{session.pk}/{number}"


def row_of(roles: Mapping[str, SessionRole], code: RowCode) -> SignUp:
    """The sign-up that a code means; the session is locked. :raises Invalid: there is none."""
    role = roles.get(code.letter)
    rows = SignUp.objects.select_related("person").filter(role=role, ticket=code.number)
    row = rows.first() if role is not None else None
    if row is None:
        raise Invalid(
            _("There is no such row on this sheet."),
            _("Look at the row again, and whether it is the sheet of this gathering."),
        )
    return row


def came_after_all(row: SignUp, session: Session, *, by: Actor) -> SignUp:
    """The row of who came. :raises Conflict: it was cancelled, or they have another one."""
    row.session = session
    if row.state in CAME_WITHOUT_A_SEAT:
        _without_a_seat(row, by)
    if row.state not in LIVE:
        raise Conflict(
            _("This sign-up was cancelled after the sheet was printed."),
            _("If they came all the same, begin the line with the name and leave the code out."),
            code="ended",
        )
    return row


def _without_a_seat(row: SignUp, by: Actor) -> None:
    others = SignUp.objects.live().filter(session=row.session, person=row.person_id).exclude(pk=row.pk)
    if row.person_id is not None and others.exists():
        raise Conflict(
            _("This person stands on the list a second time."), _("Enter them in their other row.")
        )
    row.state, row.seat, row.offered_until, row.ended_at = SignUpState.WALKED_IN, None, None, None
    row.save(update_fields=["state", "seat", "offered_until", "ended_at"])
    record(
        row.session.stream,
        "gatherings.walk_in",
        by=by.person,
        on_behalf_of=row.person if row.person_id not in (None, by.pk) else None,
        after={"sign_up": row.pk, "role": row.role_id},
        place_path=row.session.place_id,
    )
