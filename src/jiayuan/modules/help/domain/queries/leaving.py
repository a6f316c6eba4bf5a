"""What somebody has on hand in a post, before they leave it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Missing

from ...models import Claim, PostMember, Visit


@dataclass(frozen=True)
class OnHand:
    visits: int
    claims: int


def own_membership(pk: int, actor: Actor) -> PostMember:
    """:raises Missing: they do not help there."""
    rows = PostMember.objects.current().filter(person=actor.pk or 0).select_related("post__station")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing(_("You do not help there."), _("See where you help."))
    return found


def on_hand_of(member: PostMember) -> OnHand:
    """Visits to come that go to others, and wishes that stay theirs. Two queries."""
    visits = Visit.objects.planned().filter(person=member.person_id, service__post=member.post_id)
    claims = Claim.objects.held().filter(person=member.person_id, post=member.post_id)
    return OnHand(visits.filter(day__gte=today()).count(), claims.count())
