"""Who may say that a wish is needed elsewhere, and where to."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare

from .models import Wish
from .rules import DESK, is_wisher_or_desk

PLACE, RECEIVE = "help.place", "help.receive"


@check(
    _("This is a part of a wish; it goes where the whole goes."),
    _("Change the place of the whole."),
)
def is_no_part(_actor: Actor, wish: Wish) -> bool:
    return wish.parent_id is None


@check(
    _("What is wished there is looked after by another community."),
    _("Ask the office above both, or who wished: they may change the place themselves."),
)
def receives_there(actor: Actor, path: str) -> bool:
    return actor.reach.holds(DESK, path)


declare(PLACE, is_no_part, is_wisher_or_desk)
declare(RECEIVE, receives_there)
