"""Who may do what with a special service and its visits."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare

from .enums import PostRole
from .models import Post, PostMember, SpecialService, Visit
from .rules import DESK

SPECIAL_OPEN, SPECIAL_KEEP = "help.special_open", "help.special_keep"
VISIT_DO, VISIT_TAKE = "help.visit_do", "help.visit_take"
SERVE = "help.serve"


@check(
    _("Special services are arranged by the community's workers and the offices above them."),
    _("Tell the community office what your team would like to do."),
)
def is_its_desk(actor: Actor, service: SpecialService) -> bool:
    return actor.reach.holds(DESK, service.post.station.community_id)


def keeps(actor: Actor, post_id: int) -> bool:
    """Is a keeper of this post."""
    rows = PostMember.objects.verified().filter(post=post_id, role=PostRole.KEEPER)
    return actor.pk is not None and rows.filter(person=actor.pk).exists()


@check(
    _("What a team did is written down by its keeper and the community."),
    _("Tell the keeper of your team what was done."),
)
def serves_there(actor: Actor, post: Post) -> bool:
    return actor.reach.holds(DESK, post.station.community_id) or keeps(actor, post.pk)


@check(
    _("Only the keeper of the team and the community may do this."),
    _("Ask the keeper of your team."),
)
def keeps_it(actor: Actor, service: SpecialService) -> bool:
    return is_its_desk(actor, service) or keeps(actor, service.post_id)


@check(
    _("Only who goes there, the keeper of the team and the community may do this."),
    _("See your own visits."),
)
def goes_or_keeps(actor: Actor, visit: Visit) -> bool:
    """Who went there and has left the team sees nothing of it any more."""
    goes = actor.pk is not None and visit.person_id == actor.pk and bool(is_of_the_team(actor, visit))
    return goes or bool(keeps_it(actor, visit.service))


@check(
    _("Only verified helpers of the team take on its visits."),
    _("Join the team at its help station; the community verifies who helps."),
)
def is_of_the_team(actor: Actor, visit: Visit) -> bool:
    rows = PostMember.objects.verified().filter(post=visit.service.post_id)
    return actor.pk is not None and rows.filter(person=actor.pk).exists()


declare(SERVE, serves_there)
declare(SPECIAL_OPEN, is_its_desk)
declare(SPECIAL_KEEP, keeps_it)
declare(VISIT_DO, goes_or_keeps)
declare(VISIT_TAKE, is_of_the_team)
