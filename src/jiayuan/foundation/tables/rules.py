"""Who may bring lists in and take them out, and who sees an import."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare

USE = "tables.use"
OWN = "tables.own"
REVEAL = "tables.reveal"


@check(
    _("This list is not kept by you."),
    _("Ask a colleague who keeps it, or the district office."),
)
def keeps_the_list(actor: Actor, sheet: Any) -> bool:
    return bool(sheet.may(actor))


@check(_("Who chose the file decides about it."), _("Ask that colleague, or choose the file yourself."))
def began_it(actor: Actor, work: Any) -> bool:
    return actor.is_signed_in and actor.pk == work.who_id


@check(
    _("Your work does not need this personal data in full."),
    _("Take the list out with names and numbers masked."),
)
def needs_it_in_full(actor: Actor, sheet: Any) -> bool:
    return bool(sheet.may_reveal(actor))


declare(USE, keeps_the_list)
declare(OWN, began_it)
declare(REVEAL, keeps_the_list, needs_it_in_full)
