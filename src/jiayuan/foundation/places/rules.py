"""Who may change the tree of places."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import check, declare

KEEPERS = (Role.DISTRICT_OFFICER, Role.IT_STAFF)


@check(
    _("Only the district office and IT staff may change places."),
    _("Ask the district office, or sign in with the account that has this role."),
)
def keeps_the_district(actor: Actor, path: Any) -> bool:
    """``path``: of the place to be changed; the role must cover the whole district."""
    return actor.reach.holds(KEEPERS, str(path)[:6])


declare("places.change", keeps_the_district)
