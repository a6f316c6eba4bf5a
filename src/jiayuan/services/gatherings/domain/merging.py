"""A name on the list turns out to be a person with an account; and taking that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Person

from ..enums import LIVE, SignUpState
from ..kinds import kind_of
from ..models import Presence, Session, SignUp
from ..rules import HOST
from .locks import lock_people, lock_session, no_such_gathering
from .walk_ins import come_without_a_seat

FIELDS = ["person", "state", "ended_at", "merged_at", "merged_into", "gave_presence"]


def merge_walk_in(sign_up_id: int, person: Person, *, by: Actor) -> SignUp:
    """Theirs is the presence from now on. Where they have a sign-up of their own, what was entered goes to it and the
    walk-in ends; what was written down at the door is kept with it, so that it can be taken back.

    :raises Refused: ``by`` does not run it. :raises Invalid: their account is closed.
    :raises Conflict: it has a person already (code ``known``), or both were checked in (code ``both-in``).
    """
    with transaction.atomic():
        row, session = _locked(sign_up_id)
        gate(by, HOST, session)
        if row.person_id is not None or row.state not in LIVE:
            raise Conflict(_("This entry belongs to a person already."), _("Reload the page."), code="known")
        lock_people([person.pk])
        if not Person.objects.filter(pk=person.pk, is_active=True).exists():
            raise Invalid(_("This account was closed."), _("Leave the name as it is."), field="person")
        own = SignUp.objects.live().filter(session=session, person=person).first()
        if own is None:
            row.person = person
        else:
            _hand_over(row, own)
            own.session = session
            if row.gave_presence:
                come_without_a_seat(own, by=by)
        row.merged_at = now()
        row.save(update_fields=FIELDS)
        kept = own or row
        after = {"sign_ups": [row.pk], "sign_up": kept.pk}
        entry = record(
            session.stream, "gatherings.merge", by=by.person, on_behalf_of=person, after=after,
            place_path=session.place_id,
        )  # fmt: skip
        _tell_kind(session, kept, entry)
    return kept


def separate_walk_in(sign_up_id: int, *, by: Actor) -> SignUp:
    """It was somebody else after all: the name stands for itself again, with the presence that it brought.

    :raises Refused: ``by`` does not run it. :raises Conflict: it was never put together (code ``apart``); or what
        followed stands already, such as confirmed hours.
    """
    with transaction.atomic():
        row, session = _locked(sign_up_id)
        gate(by, HOST, session)
        if row.merged_at is None:
            raise Conflict(_("This entry stands for itself already."), _("Reload the page."), code="apart")
        kept, person = row.merged_into or row, (row.merged_into or row).person
        if row.gave_presence:
            Presence.objects.filter(sign_up=kept).update(sign_up=row)
        if row.merged_into is not None:
            row.state = SignUpState.WALKED_IN
        row.person, row.merged_into, row.ended_at = None, None, None
        row.merged_at, row.gave_presence = None, False
        row.save(update_fields=FIELDS)
        entry = record(
            session.stream, "gatherings.separate", by=by.person, on_behalf_of=person,
            after={"sign_ups": [row.pk], "sign_up": kept.pk}, place_path=session.place_id,
        )  # fmt: skip
        _tell_kind(session, row, entry)
    return row


def _locked(sign_up_id: int) -> tuple[SignUp, Session]:
    known = SignUp.objects.filter(pk=sign_up_id).values_list("session_id", flat=True).first()
    if known is None:
        raise no_such_gathering()
    session = lock_session(known)
    row = SignUp.objects.select_related("person", "merged_into__person").get(pk=sign_up_id)
    row.session = session
    return row, session


def _hand_over(row: SignUp, own: SignUp) -> None:
    entered = Presence.objects.filter(sign_up__in=(row, own))
    if len(entered) > 1:
        raise Conflict(
            _("Both were checked in; it is not clear that they are one person."),
            _("Take one of the two out first."),
            code="both-in",
        )
    row.gave_presence = bool(Presence.objects.filter(sign_up=row).update(sign_up=own))
    row.state, row.seat, row.offered_until, row.ended_at = SignUpState.CANCELLED, None, None, now()
    row.merged_into = own


def _tell_kind(session: Session, sign_up: SignUp, entry: Entry) -> None:
    """What follows from having been there belongs to whoever it was."""
    rows = Presence.objects.select_for_update(no_key=True, of=("self",)).select_related("sign_up__person")
    presence = rows.filter(sign_up=sign_up, out_at__isnull=False).first()
    kind = kind_of(session.kind)
    if presence is not None and kind is not None and kind.after_presence is not None:
        presence.sign_up.session = session
        kind.after_presence(presence, entry)
