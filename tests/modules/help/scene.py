"""A courtyard with its help station: who wishes, who helps, who looks after it."""

from datetime import UTC, datetime
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.modules.help.domain.acts import Given, perform_action
from jiayuan.modules.help.domain.claims import claim_wish
from jiayuan.modules.help.domain.post import WishDraft, post_wish
from jiayuan.modules.help.enums import Tier, WishAction
from jiayuan.modules.help.models import Claim, Station, Wish
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    PostMemberFactory,
    RoleGrantFactory,
    StationFactory,
)

COMMUNITY = "140106004010"
ESTATE, BUILDING = f"{COMMUNITY}001", f"{COMMUNITY}001002"
NEIGHBOUR = "140106004011"
"""Another community of the same street."""
MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)
"""Ten in the morning in Taiyuan."""


class Scene:
    """One person in each post; everybody as an actor."""

    def __init__(self) -> None:
        here = PlaceFactory(path=COMMUNITY)
        neighbour = PlaceFactory(path=NEIGHBOUR)
        PlaceFactory(path=ESTATE, kind="estate")
        PlaceFactory(path=BUILDING, kind="building")
        self.station: Station = StationFactory(community=here)
        self.point = self.helper(Tier.POINT, BUILDING)
        self.team = self.helper(Tier.TEAM, ESTATE)
        self.centre = self.helper(Tier.CENTRE, COMMUNITY)
        self.street = self.helper(Tier.TEAM, NEIGHBOUR, StationFactory(community=neighbour))
        self.merchant = self.helper(Tier.MERCHANT, COMMUNITY, organisation=OrganisationFactory())
        self.worker = holder(Role.COMMUNITY_WORKER, COMMUNITY)
        self.wisher = Actor(person=PersonFactory())

    def helper(self, tier: Tier, path: str, station: Station | None = None, **fields: Any) -> Actor:
        post = PostFactory(station=station or self.station, tier=tier, place_id=path, **fields)
        return Actor(person=PostMemberFactory(post=post).person)

    def posted(self, **fields: Any) -> Wish:
        given = {
            "words": "纱窗坏了",
            "place_path": BUILDING,
            "kind": "repair",
            "address": "2单元501",
        } | fields
        return post_wish(WishDraft(**given), by=self.wisher).wish

    def opened(self, *, seats: int = 1, **fields: Any) -> Wish:
        wish = self.posted(**fields)
        return self.act(wish, WishAction.OPEN, given=Given(title="修纱窗", seats=seats))

    def act(self, wish: Wish, action: WishAction, by: Actor | None = None, **more: Any) -> Wish:
        return perform_action(wish.pk, action, by=by or self.worker, **more)

    def claimed(self, by: Actor | None = None, **fields: Any) -> Claim:
        return claim_wish(self.opened(**fields).pk, by=by or self.point)


def holder(role: Role, path: str) -> Actor:
    return Actor(person=RoleGrantFactory(role=role, place=PlaceFactory(path=path)).person)
