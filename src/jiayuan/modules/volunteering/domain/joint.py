"""A charity hour that a pair held together stands in the pairing ledger, once, when it is over."""

from typing import Any

from django.db import transaction

from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.services.gatherings.enums import PresenceState, State
from jiayuan.services.gatherings.models import Presence, Session

from ..enums import PairingState
from ..models import JointActivity, Pairing, SessionActivity
from .pairings import lock_pairing

ENDED = (State.CLOSED, State.FILED)


def note_held(session: Session) -> JointActivity | None:
    """Write it down if it is over, somebody was there, and it belongs to a pairing that stood on the day.

    Called in the transaction that ends the session, and again when somebody's presence arrives later.
    """
    if session.state not in ENDED or not _anybody_there(session):
        return None
    key = _pairing_of(session)
    if key is None:
        return None
    with transaction.atomic():
        pairing, day = lock_pairing(key), local(session.starts_at).date()
        known = pairing.activities.filter(source=session.stream).first()
        ended = pairing.until is not None and pairing.until < day
        if known is not None or pairing.state == PairingState.PROPOSED or ended or day < pairing.since:
            return known
        activity = JointActivity.objects.create(
            pairing=pairing, on=day, words=session.title, source=session.stream
        )
        after = {"on": day.isoformat(), "words": session.title, "source": session.stream}
        record(pairing.stream, "volunteering.note_activity", after=after, place_path=pairing.community_id)
    return activity


def _anybody_there(session: Session) -> bool:
    return Presence.objects.filter(sign_up__session=session, state=PresenceState.SURE).exists()


def _pairing_of(session: Session) -> Any:
    """The partner named on it; else the pairing of the community with the organisation that runs it."""
    named = SessionActivity.objects.filter(session=session, partner__isnull=False)
    key = named.values_list("partner", flat=True).first()
    if key is None and session.organisation_id is not None:
        own = Pairing.objects.filter(
            organisation_id=session.organisation_id,
            community_id=session.place_id[:12],
            agreed_at__isnull=False,
        )
        key = own.order_by("state", "-pk").values_list("pk", flat=True).first()
    return key
