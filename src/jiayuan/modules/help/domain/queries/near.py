"""Wishes as helpers find them."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiayuan.engines.matching import propose
from jiayuan.foundation.access.actor import Actor

from ...enums import TAKING_STATES, Urgency, WishState
from ...models import Asking, Claim, PostMember, Wish
from ..matching.facts import facts_of
from ..matching.instance import question_of
from .proposal import Candidate, candidate

MOST = 60
_RANK = {Urgency.TODAY: 0, Urgency.WEEK: 1, Urgency.CALM: 2}


@dataclass(frozen=True)
class Near:
    """An open wish offered to this helper; ``fit``: why it suits them, None where it does not seem to."""

    wish: Wish
    fit: Candidate | None = None
    cost: int = 0


def offered_wishes(actor: Actor) -> Sequence[Near]:
    """What this helper could take on: what suits them first, by the reasons that the desk sees too; then the rest, the
    urgent first, the oldest first. A constant number of queries."""
    if actor.pk is None:
        return ()
    rows = list(Wish.objects.offered_to(actor.pk).select_related("place").order_by("opened_at", "pk")[:MOST])
    if not rows:
        return ()
    facts = facts_of(rows, [actor.pk])
    question = question_of(facts, least=1)
    asked = zip(rows, question.instance.wishes, strict=True)
    found = [(wish, propose(question.instance, each, most=1).offers) for wish, each in asked]
    near = [
        Near(wish, candidate(wish, offers[0], facts, question), offers[0].cost) if offers else Near(wish)
        for wish, offers in found
    ]
    return sorted(near, key=lambda each: (each.fit is None, _RANK[Urgency(each.wish.urgency)], each.cost))


def asked_of(actor: Actor) -> Sequence[Asking]:
    """What this helper was asked and has not answered, while the wish is open. One query."""
    if actor.pk is None:
        return ()
    rows = Asking.objects.waiting().filter(person=actor.pk, wish__state=WishState.OPEN)
    return list(rows.select_related("wish__place").order_by("until")[:MOST])


def asking_to(wish: Wish, actor: Actor) -> Asking | None:
    """What this reader was asked about an open wish, unanswered. At most one query."""
    if actor.pk is None or wish.state != WishState.OPEN:
        return None
    return Asking.objects.waiting().filter(wish=wish, person=actor.pk).first()


def taken_wishes(actor: Actor) -> Sequence[Claim]:
    """What this helper has on hand first, then what they did of late."""
    rows = Claim.objects.filter(person=actor.pk, state__in=TAKING_STATES)
    found = rows.select_related("wish__place", "wish__contact", "post__station").order_by("-pk")[:MOST]
    return sorted(found, key=lambda claim: (not claim.is_held, -claim.pk))


def helps_in(actor: Actor) -> Sequence[PostMember]:
    """Where they help, verified or waiting for it."""
    rows = PostMember.objects.current().filter(person=actor.pk)
    return list(rows.select_related("post__station").order_by("pk"))
