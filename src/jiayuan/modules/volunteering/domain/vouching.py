"""A forgotten check-out, put right humanely: two who were there say when somebody left."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.services.gatherings.domain.locks import lock_session
from jiayuan.services.gatherings.domain.presence import check_moment
from jiayuan.services.gatherings.domain.presences import facts_of, write_down
from jiayuan.services.gatherings.enums import PresenceSource, PresenceState
from jiayuan.services.gatherings.models import Presence

from ..models import OutVouch

NEEDED = 2
APART = timedelta(minutes=10)
"""How far the two may differ; the earlier counts."""


def vouch_out(presence_id: int, out_at: datetime, *, by: Actor) -> Presence:
    """Say when somebody left who forgot to check out. With the second word that agrees, it is entered.

    :raises Missing: no such presence. :raises Refused: not there oneself, or for oneself.
    :raises Invalid: a time outside of the session. :raises Conflict: it is known already, or said before.
    """
    session_id = Presence.objects.filter(pk=presence_id).values_list("sign_up__session", flat=True).first()
    if session_id is None:
        raise Missing(_("Nothing was entered for this person."), _("Ask whoever led the gathering."))
    with transaction.atomic():
        session = lock_session(session_id)
        presence = Presence.objects.select_related("sign_up__person").get(pk=presence_id)
        _check_witness(presence, by)
        if presence.out_at is not None:
            raise Conflict(
                _("It is known already when this person left."), _("Nothing more needs to be done.")
            )
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
        agreed = [each.out_at for each in presence.vouches.all() if abs(each.out_at - out_at) <= APART]
        if len(agreed) >= NEEDED:
            before = facts_of(presence)
            presence.out_at, presence.out_source = min(agreed), PresenceSource.REPAIR
            presence.sign_up.session = session
            write_down(presence, session, "gatherings.repair", by=by, before=before)
    return presence


def _check_witness(presence: Presence, by: Actor) -> None:
    session = presence.sign_up.session_id
    there = Presence.objects.filter(
        sign_up__session=session,
        sign_up__person_id=by.pk,
        state=PresenceState.SURE,
        sign_up__person__isnull=False,
    )
    if presence.sign_up.person_id == by.pk or not there.exists():
        raise Refused(
            _("Only others who were there can say when somebody left."),
            _("Ask two of them, or whoever led the gathering."),
        )
