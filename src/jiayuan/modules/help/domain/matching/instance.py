"""What the engine is asked: its wishes and helpers, made from facts."""

from dataclasses import dataclass
from datetime import datetime

from jiayuan.engines.matching import Helper, Instance
from jiayuan.engines.matching import Tier as EngineTier
from jiayuan.engines.matching import Urgency as EngineUrgency
from jiayuan.engines.matching import Wish as EngineWish
from jiayuan.engines.matching.model import BEST_LEVEL
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.abilities import Ability

from ...enums import TIERS, Tier, Urgency
from ...models import Post, PostMember, Readiness, Wish
from ...models.covering import covers
from .facts import Facts
from .windows import dated

URGENCIES = {
    Urgency.TODAY: EngineUrgency.URGENT,
    Urgency.WEEK: EngineUrgency.SOON,
    Urgency.CALM: EngineUrgency.NORMAL,
}
NOBODY: frozenset[int] = frozenset()
HOURS = {EngineUrgency.URGENT: 24, EngineUrgency.SOON: 168, EngineUrgency.NORMAL: 720}
"""Today, within the week, and within the month: what the three words promise."""
OF_POSTS = {
    Tier.POINT: EngineTier.POINT, Tier.TEAM: EngineTier.TEAM, Tier.CENTRE: EngineTier.CENTRE,
    Tier.MERCHANT: EngineTier.MERCHANT, Tier.STREET: EngineTier.STREET,
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """``homes``: for each person the post from which they would come."""

    instance: Instance
    homes: dict[int, PostMember]
    moment: datetime


def question_of(facts: Facts, *, least: int = 0) -> Question:
    """Wishes with a free seat (each has ``least`` at least), and everybody who helps around them."""
    moment = now()
    posts = {member.post_id: member.post for some in facts.members.values() for member in some}
    homes = {person: min(some, key=_nearness) for person, some in facts.members.items()}
    sized = [(each, max(free_seats(each, facts), least)) for each in facts.wishes]
    wishes = [_wish(each, size, facts, posts, moment) for each, size in sized if size]
    helpers = [_helper(person, home, facts, moment) for person, home in sorted(homes.items())]
    return Question(Instance(tuple(wishes), tuple(helpers), is_geographic=True, hours=HOURS), homes, moment)


def free_seats(wish: Wish, facts: Facts) -> int:
    """That nobody took on and nobody was asked about."""
    return wish.seats - len(_at_it(wish, facts))


def _at_it(wish: Wish, facts: Facts) -> frozenset[int]:
    return facts.taken.get(wish.pk, NOBODY) | facts.asked.get(wish.pk, NOBODY)


def _nearness(member: PostMember) -> tuple[int, int]:
    """The post of the nearest tier speaks for somebody who helps in several."""
    return TIERS.index(Tier(member.post.tier)), member.pk


def _wish(wish: Wish, size: int, facts: Facts, posts: dict[int, Post], moment: datetime) -> EngineWish:
    tier = Tier(wish.tier)
    climbed = TIERS[: TIERS.index(tier) + 1]
    since = wish.opened_at or wish.posted_at
    wisher = wish.wisher_id or 0
    return EngineWish(
        id=str(wish.pk),
        place=facts.positions[wish.place_id],
        any_of=frozenset(wish.skills),
        urgency=URGENCIES[Urgency(wish.urgency)],
        waited=max(int((moment - since).total_seconds() // 60), 0),
        size=size,
        kinds=frozenset({wish.kind, wish.concern}),
        excluded=frozenset(map(str, {*_at_it(wish, facts), wisher})),
        past=frozenset(map(str, facts.known.get(wisher, NOBODY))),
        tiers=frozenset(OF_POSTS[each] for each in climbed if each in OF_POSTS),
        groups=frozenset(
            str(pk) for pk, post in posts.items()
            if covers(post.place_id, Tier(post.tier), post.station.community_id, wish.place_id, tier)
        ),
    )  # fmt: skip


def _helper(person: int, home: PostMember, facts: Facts, moment: datetime) -> Helper:
    ability = facts.abilities.get(person, Ability())
    said = facts.readiness.get(person) or Readiness(person_id=person)
    return Helper(
        id=str(person),
        place=facts.positions[home.post.place_id],
        reach=said.reach,
        skills=dict.fromkeys(ability.skills, BEST_LEVEL),
        languages=frozenset(ability.languages),
        windows=dated(ability.times, moment),
        capacity=said.capacity,
        load=facts.busy.get(person, 0),
        asked=facts.turns.get(person, 0),
        declines=frozenset(said.declines),
        refused=frozenset(map(str, facts.refused.get(person, NOBODY))),
        is_out=not ability.may_help or (said.paused_until is not None and said.paused_until > today()),
        tier=OF_POSTS[Tier(home.post.tier)],
        groups=frozenset(str(each.post_id) for each in facts.members[person]),
    )
