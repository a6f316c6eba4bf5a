"""Who asks, votes and moderates on the wall of a session."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare

from .enums import TAKING_PEOPLE, SignUpState
from .models import Session, SignUp
from .rules import hosts_it

TAKE_PART, MODERATE = "gatherings.take_part", "gatherings.moderate"
THERE = (SignUpState.HELD, SignUpState.OFFERED, SignUpState.WALKED_IN)


@check(_("To ask and vote we need to know who you are."), _("Sign in with your phone; it takes a minute."))
def is_known(actor: Actor, _session: Any) -> bool:
    return actor.is_signed_in


@check(
    _("Questions and votes are for those who signed up or are there."),
    _("Sign up, or scan the code in the hall; then you can."),
)
def is_there(actor: Actor, session: Any) -> bool:
    if actor.pk is None:
        return False
    return SignUp.objects.filter(session=session.pk, person=actor.pk, state__in=THERE).exists()


@check(_("The wall is open until the gathering ends."), _("Ask whoever led it, or the community office."))
def is_going_on(_actor: Actor, session: Session) -> bool:
    return session.state in TAKING_PEOPLE


declare(TAKE_PART, is_known, is_there, is_going_on)
declare(MODERATE, hosts_it)
