"""Who may open a class, and lead one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.access.permissions import check, declare

from .models import ClassRoom

HOSTS = (*DESK_STAFF, Role.INSTITUTION_CONTACT)
"""Offices, and the contacts of institutions: schools and kindergartens among them."""
OPEN_CLASS, LEAD_CLASS = "sorting.open_class", "sorting.lead_class"


@check(
    _("A class is opened by a community or by the contact of a school."),
    _("Ask the community office to open one; everybody may play the game alone."),
)
def hosts_there(actor: Actor, path: Any) -> bool:
    return actor.reach.holds(HOSTS, str(path))


@check(_("Only who opened this class leads it."), _("Open one of your own."))
def opened_it(actor: Actor, room: ClassRoom) -> bool:
    return actor.pk is not None and room.opened_by_id == actor.pk


declare(OPEN_CLASS, hosts_there)
declare(LEAD_CLASS, opened_it)
