"""Who writes down what came of a charity hour, and who says what kinds there are."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import check, declare
from jiayuan.services.gatherings.enums import SignUpState
from jiayuan.services.gatherings.models import SignUp
from jiayuan.services.gatherings.rules import hosts_it

TAKE_PART = "volunteering.enter_results"
KEEP_KINDS = "volunteering.keep_kinds"
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


@check(_("Kinds of activity are kept by the district."), _("Tell the district office what you need."))
def works_for_district(actor: Actor, _target: Any) -> bool:
    return actor.reach.has_any((Role.DISTRICT_OFFICER,))


declare(TAKE_PART, takes_part)
declare(KEEP_KINDS, works_for_district)
