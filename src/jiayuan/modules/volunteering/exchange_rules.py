"""Who sends hours to the national system, and enters its answers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare

from .rules import keeps_community

SEND, ENTER_ANSWER = "volunteering.send_hours", "volunteering.enter_answer"


@check(
    _("Hours are sent by the office of the community, or the office above."), _("Ask the community office.")
)
def keeps_here(actor: Actor, path: Any) -> bool:
    return keeps_community(actor, str(path))


@check(_("Answers are entered by the office that sent the file."), _("Ask the community office."))
def keeps_the_file(actor: Actor, file: Any) -> bool:
    return keeps_community(actor, file.place_id)


declare(SEND, keeps_here)
declare(ENTER_ANSWER, keeps_the_file)
