"""Those who came without signing up."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.phones import normalise_phone

from ..enums import SignUpState, State, Way
from ..limits import PERSON_NAME
from ..models import Session, SessionRole, SignUp
from ..rules import HOST
from .locks import lock_session
from .nonces import own_nonce

WITHOUT_A_SEAT = (SignUpState.WAITING, SignUpState.OFFERED, SignUpState.LAPSED)


def add_walk_in(
    session_id: int, *, name: str = "", phone: str = "", by: Actor, nonce: str | None = None
) -> SignUp:
    """The host writes down who came, by name or by phone. A phone that belongs to an account is that person.

    :raises Invalid: neither is given, or it is no phone. :raises Conflict: that person is signed up already.
    """
    kept = own_nonce(nonce, by)
    with transaction.atomic():
        session = lock_session(session_id)
        gate(by, HOST, session)
        if kept and (sent := SignUp.objects.filter(nonce=kept).first()):
            return sent
        if session.state in (State.DRAFT, State.CANCELLED, State.FILED):
            raise Conflict(
                _("Nobody can be added to this gathering now."),
                _("Look at the state it is in."),
                code="state",
            )
        return write_walk_in(session, name=name, phone=phone, by=by, nonce=kept)


def write_walk_in(
    session: Session, *, name: str = "", phone: str = "", by: Actor, nonce: str | None = None
) -> SignUp:
    """The same in a session that is locked and may be hosted by ``by``; ``nonce`` as it is kept."""
    called = clean_words(name, field="name", limit=PERSON_NAME, required=not phone.strip())
    number = normalise_phone(phone) if phone.strip() else ""
    person = Person.objects.filter(phone=number, is_active=True).first() if number else None
    row = SignUp(session=session, person=person, name=called, phone="" if person else number, nonce=nonce)
    return _write(row, by)


def walk_in_person(session: Session, *, by: Actor, way: Way) -> SignUp:
    """Somebody scanned the code who had not signed up; the session is locked.

    :raises Conflict: to check out one must have been checked in.
    """
    if way == Way.OUT:
        raise Conflict(
            _("You have not been checked in yet."),
            _("Check in first, or tell whoever leads the gathering when you came."),
            code="not-in",
        )
    return _write(SignUp(session=session, person=by.person), by)


def come_without_a_seat(row: SignUp, *, by: Actor) -> SignUp:
    """Whoever waited, or did not answer an offer, and came has come without a seat: so nothing ends their sign-up while
    they are there. Any other row stays as it is. The session is locked, and is that of ``row``.

    :raises Conflict: they stand on the list a second time.
    """
    if row.state not in WITHOUT_A_SEAT:
        return row
    others = SignUp.objects.live().filter(session=row.session, person=row.person_id).exclude(pk=row.pk)
    if row.person_id is not None and others.exists():
        raise Conflict(
            _("This person stands on the list a second time."), _("Enter them in their other row.")
        )
    row.state, row.seat, row.offered_until, row.ended_at = SignUpState.WALKED_IN, None, None, None
    row.save(update_fields=["state", "seat", "offered_until", "ended_at"])
    _record(row, by)
    return row


def _write(row: SignUp, by: Actor) -> SignUp:
    """As somebody without a seat, in the first role that asks for nothing."""
    if (
        row.person_id is not None
        and SignUp.objects.live().filter(session=row.session, person=row.person).exists()
    ):
        raise Conflict(_("This person is on the list already."), _("Check them in there."), code="signed-up")
    role = _plain_role(row.session)
    role.tickets += 1
    role.save(update_fields=["tickets"])
    row.role, row.ticket, row.state = role, role.tickets, SignUpState.WALKED_IN
    row.entered_by, row.signed_at = by.person, now()
    row.save()
    _record(row, by)
    return row


def _record(row: SignUp, by: Actor) -> None:
    record(
        row.session.stream,
        "gatherings.walk_in",
        by=by.person,
        on_behalf_of=row.person if row.person_id not in (None, by.pk) else None,
        after={"sign_up": row.pk, "role": row.role_id},
        place_path=row.session.place_id,
    )


def _plain_role(session: Session) -> SessionRole:
    roles = SessionRole.objects.filter(session=session, leads=False).order_by("pk")
    role = next((each for each in roles if not each.needs), None)
    if role is None:
        raise Invalid(
            _("Every role here asks for something, so nobody can be added on the spot."),
            _("Ask whoever leads the gathering for a role without conditions."),
            field="role",
        )
    return role
