"""Who writes down what came of a charity hour."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare
from jiayuan.services.gatherings.enums import SignUpState
from jiayuan.services.gatherings.models import SignUp
from jiayuan.services.gatherings.rules import hosts_it

TAKE_PART = "volunteering.enter_results"
COMING = (SignUpState.HELD, SignUpState.WALKED_IN)


@check(
    _("What was done is written down by those who take part, and by who leads it."),
    _("Sign up, or tell whoever leads it."),
)
def takes_part(actor: Actor, session: Any) -> bool:
    if actor.pk is None:
        return False
    rows = SignUp.objects.filter(session=session.pk, person=actor.pk, state__in=COMING)
    return rows.exists() or hosts_it(actor, session)


declare(TAKE_PART, takes_part)
