"""Who may answer words that nobody knew."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import check, declare

DESK = (Role.DISTRICT_OFFICER,)
REVIEW = "sorting.review"


@check(_("What goes into which bin is said by the district."), _("Tell the district office what is missing."))
def is_the_district(actor: Actor, _target: Any) -> bool:
    return actor.reach.has_any(DESK)


declare(REVIEW, is_the_district)
