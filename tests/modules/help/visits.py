"""A team of three that visits two elders on Tuesdays and Fridays."""

from datetime import UTC, date, datetime, time

from jiayuan.foundation.access.actor import Actor
from jiayuan.modules.help.domain.specials import RecipientDraft, SpecialDraft, add_recipient, open_special
from jiayuan.modules.help.domain.visit_plan import plan_special
from jiayuan.modules.help.enums import PostRole, Tier
from jiayuan.modules.help.models import Visit
from tests.factories import PersonFactory, PostFactory, PostMemberFactory
from tests.modules.help.scene import BUILDING, COMMUNITY, Scene

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
TUESDAY_NIGHT = datetime(2026, 3, 3, 13, tzinfo=UTC)


class Daughters:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.post = PostFactory(station=scene.station, tier=Tier.TEAM, place_id=COMMUNITY)
        self.keeper, self.second, self.third = (self.member(role) for role in ("keeper", "helper", "helper"))
        draft = SpecialDraft("看望老人", "TU,FR", time(10), date(2026, 3, 2), people=2)
        self.service = open_special(self.post.pk, draft, by=scene.worker)
        self.links = [self.visited(name) for name in ("郝奶奶", "康爷爷")]

    def member(self, role: str = PostRole.HELPER) -> Actor:
        return Actor(person=PostMemberFactory(post=self.post, role=role, person=PersonFactory()).person)

    def visited(self, name: str, **fields: str | int):
        draft = RecipientDraft(name, BUILDING, "spoken", **{"address": "3号楼201"} | fields)
        return add_recipient(self.service.pk, draft, by=self.scene.worker)

    def planned(self) -> list[Visit]:
        plan_special(self.service.pk)
        return list(Visit.objects.order_by("day", "pk"))

    def who(self, visit: Visit) -> Actor:
        return Actor(person=visit.person)

    def another(self, *besides: Actor) -> Actor:
        return next(
            each for each in (self.keeper, self.second, self.third) if each.pk not in [b.pk for b in besides]
        )
