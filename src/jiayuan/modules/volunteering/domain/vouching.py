"""A forgotten check-out, put right humanely: two who were there say when somebody left."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.services.gatherings.domain.locks import lock_session
from jiayuan.services.gatherings.domain.presence import check_moment
from jiayuan.services.gatherings.domain.presences import facts_of, write_down
from jiayuan.services.gatherings.enums import PresenceSource, PresenceState
from jiayuan.services.gatherings.models import Presence, Session

from ..hour_rules import VOUCH
from ..models import OutVouch

NEEDED = 2
APART = timedelta(minutes=10)
"""How far the two may differ; the earlier counts."""


def vouch_out(presence_id: int, out_at: datetime, *, by: Actor) -> Presence:
    """Say when somebody left who forgot to check out. With the second word that agrees, it is entered.

    :raises Missing: no such presence. :raises Refused: not there oneself, or for oneself.
    :raises Invalid: a time outside of the session. :raises Conflict: it is known already, said before, or
        the host is still asked whether they came.
    """
    session_id = Presence.objects.filter(pk=presence_id).values_list("sign_up__session", flat=True).first()
    if session_id is None:
        raise Missing(_("Nothing was entered for this person."), _("Ask whoever led the gathering."))
    with transaction.atomic():
        session = lock_session(session_id)
        presence = Presence.objects.select_related("sign_up__person").get(pk=presence_id)
        gate(by, VOUCH, presence)
        _check_open(presence)
        check_moment(session, out_at, field="out_at")
        if out_at < presence.in_at:
            raise Invalid(_("It ends before it begins."), _("Choose a later end."), field="out_at")
        try:
            with transaction.atomic():
                OutVouch.objects.create(presence=presence, witness=by.person, out_at=out_at, said_at=now())
        except IntegrityError as error:
            raise Conflict(
                _("You have said this already."), _("One more who was there is needed.")
            ) from error
        _record(presence, session, out_at, by)
        agreed = [each.out_at for each in presence.vouches.all() if abs(each.out_at - out_at) <= APART]
        if len(agreed) >= NEEDED:
            before = facts_of(presence)
            presence.out_at, presence.out_source = min(agreed), PresenceSource.REPAIR
            presence.sign_up.session = session
            write_down(presence, session, "gatherings.repair", by=by, before=before)
    return presence


def _check_open(presence: Presence) -> None:
    if presence.state != PresenceState.SURE:
        raise Conflict(
            _("Whoever led it has not said yet that this person was there."),
            _("Speak with them; they can put it right."),
        )
    if presence.out_at is not None:
        raise Conflict(_("It is known already when this person left."), _("Nothing more needs to be done."))


def _record(presence: Presence, session: Session, out_at: datetime, by: Actor) -> None:
    record(
        session.stream,
        "volunteering.vouch",
        by=by.person,
        on_behalf_of=presence.sign_up.person,
        after={"sign_up": presence.sign_up_id, "out_at": out_at.isoformat()},
        place_path=session.place_id,
    )
