"""Wishes that stand on a tier where nobody is left: a helper went, a post ended, a station closed. They need not wait
their time out; the clock takes them on to whoever can."""

from collections import defaultdict
from collections.abc import Sequence

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.places.paths import STREET_LENGTH

from ..enums import Tier, WishState
from ..models import PostMember, Wish
from ..models.covering import covers

Member = tuple[int, str, str, str]
"""Whose, and of their post the place, the tier and the community of its station."""


def is_stranded(wish: Wish) -> bool:
    """Nobody whom it is offered to is left. The fund never is: the desk is there."""
    if wish.tier == Tier.FUND:
        return False
    left = PostMember.objects.reached(wish.place_id, wish.tier)
    return not (left.exclude(person=wish.wisher_id) if wish.wisher_id else left).exists()


def stranded() -> Sequence[int]:
    """Keys of open ones whose time is not over. Two queries, however many."""
    waiting = Wish.objects.filter(state=WishState.OPEN, climbs_at__gt=now()).exclude(tier=Tier.FUND)
    rows = list(waiting.order_by("pk").values_list("pk", "place_id", "tier", "wisher_id"))
    if not rows:
        return ()
    streets, known = _members_by_street(), dict[tuple[str, str, int | None], bool]()
    for _pk, place, tier, wisher in rows:
        if (place, tier, wisher) not in known:
            members = streets[place[:STREET_LENGTH]]
            known[place, tier, wisher] = any(_is_offered(each, place, tier, wisher) for each in members)
    return [pk for pk, place, tier, wisher in rows if not known[place, tier, wisher]]


def _members_by_street() -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = defaultdict(list)
    rows = PostMember.objects.verified().values_list(
        "person_id", "post__place_id", "post__tier", "post__station__community_id"
    )
    for row in rows:
        found[row[3][:STREET_LENGTH]].append(row)
    return found


def _is_offered(member: Member, place: str, tier: str, wisher: int | None) -> bool:
    person, where, own, community = member
    return person != wisher and covers(where, Tier(own), community, place, Tier(tier))
