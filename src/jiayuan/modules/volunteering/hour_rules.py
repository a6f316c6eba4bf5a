"""Who marks, confirms and corrects hours."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare
from jiayuan.services.gatherings.enums import PresenceState
from jiayuan.services.gatherings.models import Presence

from .rules import keeps_community

CONFIRM, REFUSE = "volunteering.confirm_hours", "volunteering.refuse_hours"
ASK_CORRECTION, DECIDE_CORRECTION = "volunteering.ask_correction", "volunteering.decide_correction"
VOUCH = "volunteering.vouch"
_ASK_COMMUNITY = _("Ask the community office.")


@check(_("Hours are confirmed by the office of the community, or the office above."), _ASK_COMMUNITY)
def is_the_office(actor: Actor, claim: Any) -> bool:
    return keeps_community(actor, claim.session.place_id)


@check(_("Who marked these hours does not confirm them as well."), _("A colleague confirms them."))
def did_not_mark(actor: Actor, claim: Any) -> bool:
    return actor.pk is not None and claim.marked_by_id != actor.pk


@check(_("Nobody confirms hours of their own."), _("A colleague confirms them."))
def is_not_theirs(actor: Actor, claim: Any) -> bool:
    return actor.pk is not None and claim.person_id != actor.pk


@check(_("Only whose hours they are, or the office, asks for a correction."), _ASK_COMMUNITY)
def is_theirs_or_the_office(actor: Actor, entry: Any) -> bool:
    return actor.pk is not None and (actor.pk == entry.person_id or keeps_community(actor, entry.place_id))


@check(_("Corrections are decided by the office of the community, or the office above."), _ASK_COMMUNITY)
def is_the_office_of_the_entry(actor: Actor, correction: Any) -> bool:
    return keeps_community(actor, correction.entry.place_id)


@check(_("Who asked, or whose hours they are, does not decide."), _("A colleague decides."))
def is_neither(actor: Actor, correction: Any) -> bool:
    return actor.pk is not None and actor.pk not in (correction.asked_by_id, correction.entry.person_id)


@check(
    _("Only others who were there can say when somebody left."),
    _("Ask two of them, or whoever led the gathering."),
)
def was_there_too(actor: Actor, presence: Any) -> bool:
    if actor.pk is None or presence.sign_up.person_id == actor.pk:
        return False
    here = Presence.objects.filter(sign_up__session=presence.sign_up.session_id, state=PresenceState.SURE)
    return here.filter(sign_up__person=actor.pk).exists()


declare(VOUCH, was_there_too)
declare(CONFIRM, is_the_office, did_not_mark, is_not_theirs)
declare(REFUSE, is_the_office, did_not_mark, is_not_theirs)
declare(ASK_CORRECTION, is_theirs_or_the_office)
declare(DECIDE_CORRECTION, is_the_office_of_the_entry, is_neither)
