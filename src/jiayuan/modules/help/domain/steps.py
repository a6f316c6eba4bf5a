"""The next step of the ladder for a wish: which tier, for how long, and which are passed over because nobody is there.

A tier at which nobody could take the wish on would only cost whoever waits. What is founded there later reaches the
wish all the same, as every tier takes in those before it; nothing goes back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.term import Term
from jiayuan.foundation.common.errors import Conflict

from ..enums import TIERS, PassedOver, Tier
from ..models import Ladder, LadderRule, Post, PostMember, Wish
from ..models.covering import first_reached


@dataclass(frozen=True)
class Step:
    """``term`` None: nobody above can take it on; it stands on the uppermost tier and waits for the desk. ``tier``
    None: the rules offer it to nobody. ``passed``: tiers on which it would have stood, and why it does not."""

    tier: Tier | None
    term: Term | None
    passed: Mapping[Tier, PassedOver] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, Any]:
        """For the entry: ``point: no_post``, from below to above."""
        return {"passed": [f"{tier}: {why}" for tier, why in self.passed.items()]} if self.passed else {}


def rules_in_force() -> Sequence[LadderRule]:
    return list(LadderRule.objects.filter(ladder__in=Ladder.objects.in_force()))


def term_on(wish: Wish, rules: Sequence[LadderRule], tier: str = "") -> Term | None:
    """How long it is offered on this tier, or that which it is on. None: the rules pass it over."""
    return term_for(wish.kind, wish.urgency, tier or wish.tier, rules)


def term_for(kind: str, urgency: str, tier: str, rules: Sequence[LadderRule]) -> Term | None:
    """What the first rule that fits says. None: the tier is passed over."""
    rule = next((each for each in rules if each.fits(kind, urgency, tier)), None)
    return rule.term if rule is not None else None


def first_step(wish: Wish) -> Step:
    """Where it begins. :raises Conflict: the rules of the ladder offer such a wish to nobody."""
    step = find_step(wish)
    if step.tier is None:
        raise Conflict(
            _("The rules of the ladder offer such a wish to nobody."), _("Tell the district office.")
        )
    return step


def find_step(wish: Wish, rules: Sequence[LadderRule] | None = None) -> Step:
    """The next tier above the one it is on where somebody new can take it on, by the rules; the fund is always there.

    One query beside that for the rules.
    """
    rules = rules_in_force() if rules is None else rules
    terms = {tier: term for tier in _above(wish) if (term := term_on(wish, rules, tier)) is not None}
    here = _who_is_there(wish) if set(terms) - {Tier.FUND} else {}
    stands, passed = Tier(wish.tier) if wish.tier else None, dict[Tier, PassedOver]()
    for tier, term in terms.items():
        why = None if tier == Tier.FUND else _why_not(_between(stands, tier), here)
        if why is None:
            return Step(tier, term, passed)
        passed[tier], stands = why, tier
    return Step(stands, None, passed)


def _above(wish: Wish) -> Sequence[Tier]:
    return _between(Tier(wish.tier) if wish.tier else None, TIERS[-1])


def _between(low: Tier | None, high: Tier) -> Sequence[Tier]:
    """The tiers above ``low`` up to ``high``."""
    first = TIERS.index(low) + 1 if low is not None else 0
    return TIERS[first : TIERS.index(high) + 1]


def _why_not(tiers: Sequence[Tier], here: Mapping[str, bool]) -> PassedOver | None:
    """Why nobody new is reached on these tiers; None where somebody is."""
    found = [here[tier] for tier in tiers if tier in here]
    if any(found):
        return None
    return PassedOver.NO_HELPER if found else PassedOver.NO_POST


def _who_is_there(wish: Wish) -> Mapping[str, bool]:
    """From which tiers on posts are reached, and whether somebody there can take it on: nobody takes on their own
    wish. One query."""
    members = PostMember.objects.verified().filter(post=OuterRef("pk"))
    if wish.wisher_id is not None:
        members = members.exclude(person=wish.wisher_id)
    posts = (
        Post.objects.active()
        .filter(station__closed_on=None)
        .annotate(first=first_reached(wish.place_id), is_manned=Exists(members))
    )
    rows = posts.exclude(first=None).order_by().values_list("first", "is_manned").distinct()
    found: dict[str, bool] = {}
    for first, is_manned in rows:
        found[first] = found.get(first, False) or is_manned
    return found
