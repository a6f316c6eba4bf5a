"""Who may call back, and who answers what was found."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS, Role
from jiayuan.foundation.access.permissions import check, declare

from .models import CallBack, Claim
from .rules import DESK, is_the_wisher

CALL_BACK, ANSWER_FINDING = "help.call_back", "help.answer_finding"


@check(_("Another community was drawn to make this call."), _("See the call-backs of your own community."))
def calls_for_it(actor: Actor, callback: CallBack) -> bool:
    return actor.reach.holds(DESK, callback.checker_id)


@check(_("Whoever served does not check themselves."), _("Leave the call to the community that was drawn."))
def had_no_part(actor: Actor, callback: CallBack) -> bool:
    """An office above both may call; a worker of the served community, who helped, or who wished, may not."""
    serves = actor.reach.holds((Role.COMMUNITY_WORKER,), callback.served_id)
    helped = Claim.objects.filter(
        Q(wish=callback.wish_id) | Q(wish__parent=callback.wish_id), person=actor.pk
    ).exists()
    return not (serves or helped or is_the_wisher(actor, callback.wish))


@check(_("The community that served answers, or the offices above it."), _("Tell them what you know."))
def answers_for_it(actor: Actor, callback: CallBack) -> bool:
    return actor.reach.holds((Role.COMMUNITY_WORKER, *OFFICERS), callback.served_id)


declare(CALL_BACK, calls_for_it, had_no_part)
declare(ANSWER_FINDING, answers_for_it)
