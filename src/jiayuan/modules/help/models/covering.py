"""Which posts a wish reaches on the tier that it is offered on, told from both ends.

A point or a team is near where its place and the wish's lie one inside the other; a centre is near in its community;
from the street on every post of the street's stations. Merchants' stations take part from their own tier on.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Case, Q, Value, When

from jiayuan.foundation.places.paths import COMMUNITY_LENGTH, STREET_LENGTH, ancestors, inside

from ..enums import TIERS, Tier

if TYPE_CHECKING:
    from .station import PostMember


def reached(path: str, tier: Tier) -> Q:
    """Of memberships: their post is reached by a wish at ``path`` that is offered on ``tier``."""
    steps = _steps(path, "post__")
    condition = Q(pk__in=[])
    for step in TIERS[: TIERS.index(tier) + 1]:
        condition |= steps.get(step, Q(pk__in=[]))
    return condition


def first_reached(path: str) -> Case:
    """Of posts: the tier from which on a wish at ``path`` is offered to them; null where it never is."""
    return Case(*(When(condition, then=Value(str(tier))) for tier, condition in _steps(path, "").items()))


def _steps(path: str, post: str) -> dict[Tier, Q]:
    """Whom each tier reaches by itself; ``post`` is the way from the row to its post, as a prefix of fields."""
    community = inside([path[:COMMUNITY_LENGTH]], field=f"{post}station__community_id")
    street = inside([path[:STREET_LENGTH]], field=f"{post}station__community_id")
    around = Q((f"{post}place_id__in", [*ancestors(path), path])) | inside([path], field=f"{post}place_id")
    no_merchant = ~Q((f"{post}tier", Tier.MERCHANT))
    return {
        Tier.POINT: community & around & Q((f"{post}tier", Tier.POINT)),
        Tier.TEAM: community & around & Q((f"{post}tier", Tier.TEAM)),
        Tier.CENTRE: community & no_merchant,
        Tier.STREET: street & no_merchant,
        Tier.MERCHANT: street,
    }


def offered(members: "Iterable[PostMember]") -> Q:
    """Of wishes: they are offered to one of these memberships (with ``post__station`` at hand)."""
    condition = Q(pk__in=[])
    for member in members:
        post, community = member.post, member.post.station.community_id
        condition |= _offered(post.place_id, Tier(post.tier), community)
    return condition


def covers(place: str, tier: Tier, community: str, wish: str, offered_on: Tier) -> bool:
    """The same of one post (its place, tier and station's community) and one wish's path, without a query."""
    first = _first_tier(place, tier, community, wish)
    return first is not None and TIERS.index(first) <= TIERS.index(offered_on)


def _first_tier(place: str, tier: Tier, community: str, wish: str) -> Tier | None:
    """From which tier on the post is reached."""
    if not community.startswith(wish[:STREET_LENGTH]):
        return None
    if tier == Tier.MERCHANT:
        return Tier.MERCHANT
    if community != wish[:COMMUNITY_LENGTH]:
        return Tier.STREET
    is_around = place.startswith(wish) or wish.startswith(place)
    return tier if tier in (Tier.POINT, Tier.TEAM) and is_around else Tier.CENTRE


def _offered(path: str, tier: Tier, community: str) -> Q:
    here = inside([community], field="place_id")
    street = inside([community[:STREET_LENGTH]], field="place_id")
    if tier == Tier.MERCHANT:
        return street & _from(Tier.MERCHANT)
    condition = (here & _from(Tier.CENTRE)) | (street & _from(Tier.STREET))
    if tier in (Tier.POINT, Tier.TEAM):
        around = Q(place_id__in=[*ancestors(path), path]) | inside([path], field="place_id")
        condition |= here & around & _from(tier)
    return condition


def _from(first: Tier) -> Q:
    return Q(tier__in=TIERS[TIERS.index(first) :])
