"""The district's real streets and communities, and invented estates in them."""

from collections.abc import Iterable
from datetime import date
from math import cos, hypot, pi, radians, sin, sqrt
from random import Random

from django.conf import settings

from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.domain.load import load_district
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, PlaceKind
from jiayuan.foundation.places.geo import metres_per_degree, metres_to_degrees
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.pinyin import spell

from .estates import COMMUNITIES, SMALL_COMMUNITIES, ZAOYUAN, Estate, invent_estates

FARTHEST = 210.0
"""Metres from the middle of its community to an estate."""
MARGIN = 60.0
"""Metres by which any other community is farther."""
DETAILED = 0.3
"""The part of the estates whose buildings are listed, besides those of the first communities."""
FLATS_A_STAIR = 12
CHINESE_NUMBERS = "一二三四五六七八九十"


def build_places(context: DemoContext) -> list[Place]:
    """Returns the estates, in order of path."""
    load_district(settings.DISTRICT)
    random = context.random("places")
    wanted = SMALL_COMMUNITIES if context.small else COMMUNITIES
    communities = {place.path: place for place in Place.objects.filter(pk__in=wanted)}
    invented = invent_estates(
        {path: place.name for path, place in communities.items()}, random, small=context.small
    )
    middles = _middles()
    estates, rest, numbers = [], [], dict.fromkeys(communities, 0)
    for estate in invented:
        numbers[estate.community] += 1
        place = _estate(estate, numbers[estate.community], communities[estate.community], middles, random)
        estates.append(place)
        if estate.community in SMALL_COMMUNITIES or estate.name == ZAOYUAN or random.random() < DETAILED:
            rest += _buildings(place, estate, random)
    Place.objects.bulk_create(estates)
    Place.objects.bulk_create(rest, batch_size=500)
    record(
        f"place/{settings.DISTRICT}",
        "place.invented",
        after={"estates": len(estates), "below": len(rest)},
        place_path=settings.DISTRICT,
    )
    return estates


def _middles() -> list[tuple[str, float, float]]:
    rows = Place.objects.of_kind(*COMMUNITY_KINDS).filter(latitude__isnull=False)
    found = rows.values_list("path", "latitude", "longitude")
    return [(path, up or 0.0, along or 0.0) for path, up, along in found]


def _estate(
    estate: Estate, number: int, community: Place, middles: Iterable[tuple[str, float, float]], random: Random
) -> Place:
    latitude, longitude = _position(community, middles, random)
    return _place(
        f"{community.path}{number:03d}",
        PlaceKind.ESTATE,
        estate.name,
        community,
        (latitude, longitude),
        population=estate.population,
        households=estate.households,
        address=estate.name.removesuffix("院") if estate.name.endswith("号院") else "",
        opened_on=date(estate.built, 1, 1),
    )


def _place(
    path: str, kind: PlaceKind, name: str, parent: Place, at: tuple[float, float], **fields: object
) -> Place:
    pinyin, initials = spell(name)
    return Place(
        path=path,
        kind=kind,
        name=name,
        parent_id=parent.path,
        pinyin=pinyin,
        initials=initials,
        latitude=round(at[0], 6),
        longitude=round(at[1], 6),
        position_is_estimated=True,
        is_demo=True,
        **fields,
    )


def _position(
    community: Place, middles: Iterable[tuple[str, float, float]], random: Random
) -> tuple[float, float]:
    """A point whose nearest community is this one: nobody published where one ends and the next begins."""
    middle = (community.latitude or 0.0, community.longitude or 0.0)
    reach = FARTHEST
    while True:
        away, angle = reach * sqrt(random.random()), random.uniform(0, 2 * pi)
        up, along = metres_to_degrees(away, middle[0])
        point = (middle[0] + up * sin(angle), middle[1] + along * cos(angle))
        if _is_well_inside(point, community.path, middles):
            return point
        reach *= 0.95


def _is_well_inside(
    point: tuple[float, float], path: str, middles: Iterable[tuple[str, float, float]]
) -> bool:
    """Is this community's middle the nearest by a margin? Flat geometry is good enough within a district."""
    east, north = metres_per_degree() * cos(radians(point[0])), metres_per_degree()
    away = {row[0]: hypot((row[1] - point[0]) * north, (row[2] - point[1]) * east) for row in middles}
    own = away.pop(path)
    return own + MARGIN < min(away.values())


def _buildings(estate: Place, facts: Estate, random: Random) -> list[Place]:
    """Buildings; and their stairs in the community where the tours begin."""
    found: list[Place] = []
    households = max(facts.households // facts.buildings, 1)
    for number in range(1, facts.buildings + 1):
        up, along = metres_to_degrees(random.uniform(5, 25), estate.latitude or 0.0)
        at = (
            (estate.latitude or 0.0) + up * random.choice((-1, 1)),
            (estate.longitude or 0.0) + along * random.choice((-1, 1)),
        )
        path = f"{estate.path}{number:03d}"
        name = f"{number}号楼" if facts.buildings > 1 else "主楼"
        building = _place(path, PlaceKind.BUILDING, name, estate, at, households=households)
        found.append(building)
        if facts.community == SMALL_COMMUNITIES[0]:
            stairs = min(max(households // FLATS_A_STAIR, 1), len(CHINESE_NUMBERS))
            found += [
                _place(
                    f"{path}{stair:02d}",
                    PlaceKind.UNIT,
                    f"{CHINESE_NUMBERS[stair - 1]}单元",
                    building,
                    at,
                    households=FLATS_A_STAIR,
                )
                for stair in range(1, stairs + 1)
            ]
    return found
