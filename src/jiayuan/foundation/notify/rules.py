"""Who may look after the outbox."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import check, declare

MEND = "notify.mend"


@check(_("Only the IT staff look after the outbox."), _("Tell them what did not arrive."))
def is_it_staff(actor: Actor, target: object) -> bool:
    return actor.reach.has_any([Role.IT_STAFF])


declare(MEND, is_it_staff)
