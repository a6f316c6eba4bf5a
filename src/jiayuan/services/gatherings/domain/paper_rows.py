"""The rows of a printed sheet: who stands in them, and who a code means."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict, Invalid

from ..enums import LIVE
from ..models import Session, SessionRole, SignUp
from ..row_codes import RowCode
from .walk_ins import come_without_a_seat


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
    """The row of who came, also when the gathering closed meanwhile.

    :raises Conflict: it was cancelled, or they have another one.
    """
    row.session = session
    come_without_a_seat(row, by=by)
    if row.state not in LIVE:
        raise Conflict(
            _("This sign-up was cancelled after the sheet was printed."),
            _("If they came all the same, begin the line with the name and leave the code out."),
            code="ended",
        )
    return row
