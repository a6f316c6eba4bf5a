"""Names and numbers of the invented estates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from jiayuan.foundation.places.enums import COMMUNITY_KINDS, STREET_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place

from .words import words

ESTATES = 456
COMMUNITIES = (
    "140106001001", "140106001002", "140106001006", "140106001008",
    "140106002001", "140106002003", "140106002004", "140106002013",
    "140106003001", "140106003005", "140106003007", "140106003008", "140106003009", "140106003010",
    "140106003011", "140106003012",
    "140106004001", "140106004002", "140106004004", "140106004008", "140106004009", "140106004010",
    "140106004011", "140106004012", "140106004014", "140106004015",
    "140106005001", "140106005004", "140106005007", "140106005008", "140106005011", "140106005015",
    "140106005017", "140106005018",
    "140106006001", "140106006002", "140106006003", "140106006004", "140106006005", "140106006006",
    "140106006007", "140106006008", "140106006009", "140106006010",
)  # fmt: skip
"""The forty-four communities whose estates the demonstration invents."""
SMALL_COMMUNITIES = ("140106004010", "140106004011", "140106006001")
SMALL_ESTATES = 9

KNOWN = {
    "140106004010": ("青年路13号院", "湖滨丽景小区"),
    "140106004012": ("枣园小区",),
    "140106003007": ("桃园路7号院",),
    "140106005015": ("建南12号院", "铁路宿舍"),
    "140106005017": ("建设南路126号院",),
}
"""Names that the report on the district mentions; everything else about them is invented."""
OFFICIAL = (PlaceKind.DISTRICT, *STREET_KINDS, *COMMUNITY_KINDS)
"""What ships as facts; everything below is invented."""
ZAOYUAN = "枣园小区"
ZAOYUAN_HOUSEHOLDS = 134
_ROAD = re.compile(r"[一二三四五六七八九十]*社区$")


@dataclass(frozen=True)
class Estate:
    name: str
    community: str
    buildings: int
    households: int
    built: int

    @property
    def population(self) -> int:
        return round(self.households * 2.4)


def road_of(community_name: str) -> str:
    """``青年路一社区`` -> ``青年路``; ``文庙社区`` -> ``文庙``."""
    return _ROAD.sub("", community_name)


def invent_estates(communities: dict[str, str], random: Random, *, small: bool) -> list[Estate]:
    """The estates of the demonstration: exactly 456 in exactly 44 communities, or a handful.

    :param communities: path -> name of the communities that get estates.
    """
    total = SMALL_ESTATES if small else ESTATES
    shares = _shares(len(communities), total, random)
    found: list[Estate] = []
    for (path, name), share in zip(sorted(communities.items()), shares, strict=True):
        chosen = _names(path, road_of(name), random)
        found += [_estate(next(chosen), path, random) for _number in range(share)]
    return found


def check_ground(*, small: bool) -> None:
    """After all chapters: the living estates are as many as the district reported, each in a community that sorting
    covers, and whatever was invented says so.

    A chapter may merge, split or move; what it closed is not counted, and what follows it is.

    :raises ValueError: a chapter added an estate, lost one or put one elsewhere.
    """
    living = Place.objects.current().of_kind(PlaceKind.ESTATE)
    found = living.count()
    communities = set(living.values_list("parent_id", flat=True).order_by().distinct())
    wanted = (SMALL_ESTATES, len(SMALL_COMMUNITIES)) if small else (ESTATES, len(COMMUNITIES))
    if (found, len(communities)) != wanted:
        raise ValueError(
            f"{found} estates in {len(communities)} communities instead of {wanted[0]} in {wanted[1]}"
        )
    if Place.objects.exclude(kind__in=OFFICIAL).filter(is_demo=False).exists():
        raise ValueError("an invented place does not say that it is invented")


def _shares(parts: int, total: int, random: Random) -> list[int]:
    """Uneven shares that add up; none is far from the mean."""
    shares = [total // parts] * parts
    shares[: total % parts] = [each + 1 for each in shares[: total % parts]]
    if shares[-1] > 6:
        for _step in range(parts * 3):
            giver, taker = random.randrange(parts), random.randrange(parts)
            if giver != taker and shares[giver] > 6 and shares[taker] < 16:
                shares[giver], shares[taker] = shares[giver] - 1, shares[taker] + 1
    return shares


def _names(path: str, road: str, random: Random) -> Iterator[str]:
    told = set(KNOWN.get(path, ()))
    yield from KNOWN.get(path, ())
    while True:
        name = _name(road, random)
        if name not in told:
            told.add(name)
            yield name


def _name(road: str, random: Random) -> str:
    kind = random.random()
    if kind < 0.55:
        return f"{road}{random.randint(1, 180)}号院"
    if kind < 0.78:
        return f"{random.choice(words('works'))}宿舍"
    return random.choice(words("gardens")) + random.choice(words("endings"))


def _estate(name: str, community: str, random: Random) -> Estate:
    if name == ZAOYUAN:
        return Estate(name, community, 1, ZAOYUAN_HOUSEHOLDS, 1996)
    buildings = random.choices((1, 2, 3, 4, 6, 8, 12), (18, 24, 20, 16, 12, 6, 4))[0]
    households = buildings * random.choice((24, 30, 36, 42, 48, 60, 72)) + random.randint(-4, 6)
    built = random.randint(1978, 1996) if name.endswith(("号院", "宿舍")) else random.randint(1994, 2016)
    return Estate(name, community, buildings, households, built)
