"""How an asking ends by what happens to its wish. The caller holds the wish, and records what happened."""

from typing import Any

from django.db.models import Q

from jiayuan.foundation.clock.now import now

from ..enums import AskingState
from ..models import Asking, MatchLine, PostMember, Readiness, Wish


def accept_by_claim(wish: Wish, person_pk: int, *, is_full: bool) -> None:
    """Somebody took a seat of a locked wish: their asking is answered, and with the last seat the others are closed."""
    for asking in Asking.objects.waiting().filter(wish=wish).order_by("pk"):
        if asking.person_id == person_pk:
            end_asking(asking, AskingState.YES)
        elif is_full:
            end_asking(asking, AskingState.CLOSED)


def close_askings(wish: Wish) -> list[int]:
    """A locked wish is over: nobody need answer any more; which askings."""
    waiting = list(Asking.objects.waiting().filter(wish=wish).order_by("pk"))
    for asking in waiting:
        end_asking(asking, AskingState.CLOSED)
    return [each.pk for each in waiting]


def close_unreached(wish: Wish) -> list[int]:
    """A locked wish went elsewhere: whose post it is not offered to any more need not answer; which askings."""
    reached = PostMember.objects.reached(wish.place_id, wish.tier).values_list("person", "post")
    still = set(reached.filter(person__in=Asking.objects.waiting().filter(wish=wish).values("person")))
    waiting = Asking.objects.waiting().filter(wish=wish).order_by("pk")
    gone = [each for each in waiting if (each.person_id, each.post_id) not in still]
    for asking in gone:
        end_asking(asking, AskingState.CLOSED)
    return [each.pk for each in gone]


def end_asking(asking: Asking, state: AskingState) -> None:
    asking.state, asking.ended_at = state, now()
    asking.save(update_fields=["state", "ended_at", "updated_at"])


def forget_askings(person: Any) -> int:
    """What they were asked points to nobody any more; nothing is asked of them, and no proposal
    names them."""
    gone = MatchLine.objects.filter(Q(person=person) | Q(instead=person)).delete()[0]
    gone += Readiness.objects.filter(person=person).delete()[0]
    waiting = list(Asking.objects.waiting().filter(person=person))
    for asking in waiting:
        end_asking(asking, AskingState.CLOSED)
    return gone + len(waiting)
