"""Who may do what about drop points, bins, days and guides."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, OFFICERS, Role
from jiayuan.foundation.access.permissions import check, declare

DESK = (Role.COMMUNITY_WORKER, *OFFICERS)

SEE, KEEP, TRY, ZONES = "waste.see", "waste.keep", "waste.try", "waste.zones"
WRITE_KIT = "waste.write_kit"


@check(
    _("What stands where is kept for those who work for the place."),
    _("Bin days and drop points are on the page for residents."),
)
def works_there(actor: Actor, path: Any) -> bool:
    return actor.reach.holds(DESK_STAFF, str(path))


@check(
    _("Only the community's workers and the offices above them may change this."),
    _("Tell the community office what is wrong."),
)
def keeps_there(actor: Actor, path: Any) -> bool:
    """``path``: of the estate."""
    return actor.reach.holds(DESK, str(path))


@check(_("Which estates are pilots, the street and the district decide."), _("Ask the street office."))
def is_above(actor: Actor, path: Any) -> bool:
    return actor.reach.holds(OFFICERS, str(path))


@check(_("Demonstration zones are the district's."), _("Ask the district office."))
def is_the_district(actor: Actor, path: Any) -> bool:
    return actor.reach.holds((Role.DISTRICT_OFFICER,), str(path))


@check(
    _("Kits are written and applied by the street and the district."),
    _("Tell the street office what worked."),
)
def writes_kits_there(actor: Actor, path: Any) -> bool:
    """``path``: of the pilot estate, or of the one that copies it."""
    return actor.reach.holds(OFFICERS, str(path))


declare(SEE, works_there)
declare(KEEP, keeps_there)
declare(TRY, is_above)
declare(ZONES, is_the_district)
declare(WRITE_KIT, writes_kits_there)
