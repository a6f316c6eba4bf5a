"""Who may and can: hard rules and what goes with them, as small functions of the values they look at.

Each answers :data:`FAIL`, or an amount that the price list turns into metres (0 where there is nothing to pay). The
batch asks each of them once for every two values that meet, so they take nothing that belongs to one wish or one helper
alone.
"""

from collections.abc import Mapping

from .model import BEST_LEVEL, TIERS, Helper, Tier, Window, Wish

FAIL = -1
RULES = (
    "reach", "skill", "qualification", "language", "declined", "tier", "group", "excluded", "refused", "out", "time",
    "full",
)  # fmt: skip
"""The codes of the hard rules, in the order in which they are asked."""

Needs = tuple[frozenset[str], frozenset[str]]
"""Any of, all of."""
Time = tuple[tuple[Window, ...] | None, int]
"""When, and for how many minutes."""
Skills = frozenset[tuple[str, int]]


def skill(needs: Needs, skills: Skills) -> int:
    """Levels below the best, of every skill of *all of* and of the best skill of *any of*."""
    any_of, all_of = needs
    levels = dict(skills)
    best = max((levels.get(each, 0) for each in any_of), default=BEST_LEVEL)
    lowest = min((levels.get(each, 0) for each in all_of), default=BEST_LEVEL)
    if not best or not lowest:
        return FAIL
    return BEST_LEVEL - best + sum(BEST_LEVEL - levels[each] for each in all_of)


def qualification(needed: frozenset[str], has: frozenset[str]) -> int:
    return 0 if needed <= has else FAIL


def language(wanted: tuple[str, ...], spoken: frozenset[str]) -> int:
    """0 for the first language of the wisher, 1 for another; who names none takes any."""
    if not wanted or wanted[0] in spoken:
        return 0
    return 1 if spoken.intersection(wanted) else FAIL


def declined(kinds: frozenset[str], declines: frozenset[str]) -> int:
    return FAIL if kinds & declines else 0


def tier(open_to: frozenset[Tier], own: Tier) -> int:
    """How far from the door the helper's tier is."""
    return TIERS.index(own) if own in open_to else FAIL


def group(offered: frozenset[str] | None, own: frozenset[str]) -> int:
    return 0 if offered is None or offered & own else FAIL


def time(wish: Time, windows: tuple[Window, ...] | None) -> int:
    """The minute from now at which both first have time for long enough."""
    wanted, minutes = wish
    always = ((0, minutes),)
    if wanted is None or windows is None:
        both = list(always if wanted is windows else wanted or windows or ())
    else:
        both = [(max(one[0], two[0]), min(one[1], two[1])) for one in wanted for two in windows]
    starts = [max(start, 0) for start, end in both if end - max(start, 0) >= minutes]
    return min(starts, default=FAIL)


def skills_of(helper: Helper) -> Skills:
    return frozenset(helper.skills.items())


def broken(wish: Wish, helper: Helper, metres: int) -> tuple[str, ...]:
    """The codes of every hard rule that these two break, in the order of :data:`RULES`."""
    kept: Mapping[str, bool] = {
        "reach": metres <= helper.reach,
        "skill": skill((wish.any_of, wish.all_of), skills_of(helper)) != FAIL,
        "qualification": qualification(wish.qualifications, helper.qualifications) != FAIL,
        "language": language(wish.languages, helper.languages) != FAIL,
        "declined": declined(wish.kinds, helper.declines) != FAIL,
        "tier": tier(wish.tiers, helper.tier) != FAIL,
        "group": group(wish.groups, helper.groups) != FAIL,
        "excluded": helper.id not in wish.excluded,
        "refused": wish.id not in helper.refused,
        "out": not helper.is_out,
        "time": time((wish.windows, wish.minutes), helper.windows) != FAIL,
        "full": helper.load < helper.capacity,
    }
    return tuple(each for each in RULES if not kept[each])
