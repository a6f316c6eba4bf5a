"""Who reminds a community of its charity hour."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS
from jiayuan.foundation.access.permissions import check, declare

NUDGE = "volunteering.nudge_week"


@check(
    _("Communities are reminded by the street or the district above them."),
    _("Speak with your colleagues of the community directly."),
)
def is_above(actor: Actor, path: object) -> bool:
    return actor.reach.holds(OFFICERS, str(path))


declare(NUDGE, is_above)
