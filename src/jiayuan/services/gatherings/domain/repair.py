"""Putting a presence right afterwards: a forgotten check-out, a time that waits for the host's word."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words

from ..enums import PresenceSource, PresenceState
from ..models import Presence, Session
from ..rules import HOST
from .locks import lock_session
from .presence import check_moment, check_open, locked_sign_up
from .presences import facts_of, write_down
from .walk_ins import come_without_a_seat

REASON = 200


def repair_presence(
    sign_up_id: int, *, in_at: datetime, out_at: datetime | None, because: str, by: Actor
) -> Presence:
    """The host enters when somebody came and went, also where nothing was entered before. What stood there stays in
    the ledger.

    :raises Invalid: a time outside of the session, in the wrong order, or no reason. :raises Refused: not the host.
    :raises Conflict: filed and long over, or called off.
    """
    said = clean_words(because, field="because", limit=REASON)
    with transaction.atomic():
        sign_up, session = locked_sign_up(sign_up_id)
        gate(by, HOST, session)
        check_open(session)
        check_moment(session, in_at, field="in_at")
        if out_at is not None:
            check_moment(session, out_at, field="out_at")
            if out_at < in_at:
                raise Invalid(_("It ends before it begins."), _("Choose a later end."), field="out_at")
        come_without_a_seat(sign_up, by=by)
        held = Presence.objects.select_for_update(no_key=True).filter(sign_up=sign_up).first()
        before = facts_of(held) if held is not None else None
        presence = held or Presence(sign_up=sign_up)
        presence.in_at, presence.in_source = in_at, PresenceSource.REPAIR
        presence.out_at, presence.out_source = out_at, PresenceSource.REPAIR if out_at else ""
        presence.state = PresenceState.SURE
        return write_down(presence, session, "gatherings.repair", by=by, before=before, because=said)


def decide_presence(presence_id: int, *, was_there: bool, by: Actor, because: str = "") -> Presence:
    """The host's word on a presence that waits for it, or a change of mind.

    :raises Invalid: saying that somebody was not there needs a reason. :raises Conflict: it stands like this already.
    """
    said = clean_words(because, field="because", limit=REASON, required=not was_there)
    with transaction.atomic():
        presence, session = _locked(presence_id)
        gate(by, HOST, session)
        check_open(session)
        state = PresenceState.SURE if was_there else PresenceState.DENIED
        if presence.state == state:
            raise Conflict(_("This was decided already."), _("Nothing more needs to be done."))
        before, presence.state = facts_of(presence), state
        action = "gatherings.confirm" if was_there else "gatherings.deny"
        return write_down(presence, session, action, by=by, before=before, because=said)


def _locked(presence_id: int) -> tuple[Presence, Session]:
    known = Presence.objects.filter(pk=presence_id).values_list("sign_up__session", flat=True).first()
    if known is None:
        raise Missing(_("Nothing was entered for this person."), _("Enter when they came."))
    session = lock_session(known)
    rows = Presence.objects.select_for_update(no_key=True, of=("self",)).select_related("sign_up__person")
    return rows.get(pk=presence_id), session
