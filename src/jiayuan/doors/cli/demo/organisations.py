"""Units, institutions, property companies, merchants and branches: invented names, none a real body."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from random import Random

from django.conf import settings

from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.enums import OrganisationKind, UnitFunction
from jiayuan.foundation.organisations.models import Contact, Organisation
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, STREET_KINDS
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.pinyin import spell

from .estates import COMMUNITIES, SMALL_COMMUNITIES
from .names import names, phones
from .words import english, words

OPENED = date(2018, 1, 1)
CONTACT_PHONES = "+861390000"
MANAGED = 0.2
"""The part of the estates with a property company on the spot; the others look after themselves."""
DISTRICT_UNITS = (
    ("区排水管护队", "District drainage crew", UnitFunction.DRAINAGE),
    ("区路灯管护所", "District street lighting", UnitFunction.LIGHTING),
    ("区供水服务站", "Water service station", UnitFunction.UTILITIES),
    ("区供热服务站", "Heating service station", UnitFunction.UTILITIES),
    ("区燃气服务站", "Gas service station", UnitFunction.UTILITIES),
    ("区供电服务站", "Power service station", UnitFunction.UTILITIES),
    ("区通信线缆维护中心", "Telecom cable maintenance", UnitFunction.TELECOM),
    ("区交警大队", "District traffic police", UnitFunction.TRAFFIC),
)
STREET_UNITS = (
    ("综合行政执法队", "urban management enforcement", UnitFunction.ENFORCEMENT),
    ("环卫所", "sanitation", UnitFunction.SANITATION),
    ("市政养护队", "municipal works", UnitFunction.MUNICIPAL),
    ("园林绿化队", "parks and greenery", UnitFunction.GREENING),
)
SOCIAL = (
    ("邻里互助服务中心", "Neighbours' help centre"),
    ("夕阳红助老服务社", "Help for the elderly"),
    ("青少年成长服务中心", "Youth centre"),
    ("绿色家园环保协会", "Green home association"),
    ("心桥心理服务中心", "Counselling centre"),
    ("法律援助志愿者协会", "Legal aid volunteers"),
)


def build_organisations(context: DemoContext, estates: Sequence[Place]) -> list[Organisation]:
    """Makes them with a contact each; returns them in order."""
    random = context.random("organisations")
    streets = list(Place.objects.of_kind(*STREET_KINDS))
    communities = list(Place.objects.of_kind(*COMMUNITY_KINDS))
    if context.small:
        streets = [each for each in streets if each.path in {path[:9] for path in SMALL_COMMUNITIES}]
        communities = [each for each in communities if each.path in SMALL_COMMUNITIES]
    offices = words("offices")[: 2 if context.small else None]
    made = [
        *_units(streets, communities),
        *_property(estates, random),
        *_bodies(communities, offices, random),
    ]
    organisations = Organisation.objects.bulk_create(made)
    _contacts(organisations, random)
    record(
        f"place/{settings.DISTRICT}",
        "organisation.invented",
        after={"organisations": len(organisations)},
        place_path=settings.DISTRICT,
    )
    return organisations


def _made(
    name: str, kind: OrganisationKind, place: str, *, function: str = "", name_en: str = ""
) -> Organisation:
    return Organisation(
        name=name,
        short_name=name[:30],
        name_en=name_en,
        kind=kind,
        function=function,
        place_id=place,
        opened_on=OPENED,
        is_demo=True,
    )


def _units(streets: Iterable[Place], communities: Iterable[Place]) -> Iterator[Organisation]:
    for name, name_en, function in DISTRICT_UNITS:
        yield _made(name, OrganisationKind.UNIT, settings.DISTRICT, function=function, name_en=name_en)
    for street in streets:
        for name, name_en, function in STREET_UNITS:
            yield _made(
                f"{street.name}{name}",
                OrganisationKind.UNIT,
                street.path,
                function=function,
                name_en=f"{street.pinyin.title()} {name_en}",
            )
    for community in communities:
        yield _made(
            f"{community.name}居委会",
            OrganisationKind.UNIT,
            community.path,
            function=UnitFunction.COMMUNITY,
            name_en=f"{community.pinyin.title()} community office",
        )


def _property(estates: Iterable[Place], random: Random) -> Iterator[Organisation]:
    for estate in estates:
        first = estate.path.startswith(SMALL_COMMUNITIES[0]) and not estate.name.endswith("号院")
        if first or random.random() < MANAGED:
            yield _made(
                f"{random.choice(words('property companies'))}物业{estate.name}服务处",
                OrganisationKind.PROPERTY_COMPANY,
                estate.path,
                function=UnitFunction.PROPERTY,
                name_en=f"Property service of {estate.pinyin.title()}",
            )


def _bodies(communities: Sequence[Place], offices: Iterable[str], random: Random) -> Iterator[Organisation]:
    for place in communities:
        branch = f"Party branch of {place.pinyin.title()}"
        yield _made(f"{place.name}党总支", OrganisationKind.PARTY_BRANCH, place.path, name_en=branch)
    for place in communities:
        if place.path in COMMUNITIES:
            name, trade = random.choice(words("shop names")), random.choice(words("shops"))
            said = f"{spell(name)[0].title()} {english('shops')[trade]} ({place.pinyin.title()})"
            yield _made(f"{name}{trade}（{place.name}）", OrganisationKind.MERCHANT, place.path, name_en=said)
    for name, name_en in SOCIAL:
        yield _made(f"区{name}", OrganisationKind.SOCIAL_ORGANISATION, settings.DISTRICT, name_en=name_en)
    yield _made(
        "区环境服务公司", OrganisationKind.OPERATOR, settings.DISTRICT, name_en="Environmental services"
    )
    for name in words("companies"):
        path = random.choice(communities).path
        said = f"{english('companies')[name]} (demonstration)"
        yield _made(f"{name}（演示）", OrganisationKind.INSTITUTION, path, name_en=said)
    for name in offices:
        said = f"District {english('offices')[name]}"
        yield _made(f"区{name}", OrganisationKind.INSTITUTION, settings.DISTRICT, name_en=said)


def _contacts(organisations: Iterable[Organisation], random: Random) -> None:
    called, numbers = names(random), phones(CONTACT_PHONES)
    Contact.objects.bulk_create(
        [
            Contact(
                organisation=each,
                name=next(called),
                phone=next(numbers),
                position="负责人" if each.kind == OrganisationKind.MERCHANT else "联系人",
                is_primary=True,
            )
            for each in organisations
        ]
    )
