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

from .estates import COMMUNITIES, SMALL_COMMUNITIES
from .names import names, phones

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
OFFICES = (
    "检察院 法院 应急管理局 人大常委会办公室 残疾人联合会 教育局 卫生健康局 民政局 司法局 财政局 人力资源和社会保障局 "
    "住房和城乡建设局 城乡管理局 文化和旅游局 市场监督管理局 审计局 统计局 退役军人事务局 医疗保障局 行政审批服务管理局 "
    "发展和改革局 工业和信息化局 商务局 农业农村局 信访局 档案馆 图书馆 文化馆 总工会 团委 妇女联合会 科学技术协会 "
    "红十字会 工商业联合会 机关事务服务中心 融媒体中心 疾病预防控制中心 妇幼保健院 中心医院 税务局 公安分局 消防救援大队 "
    "自然资源分局 生态环境分局 纪委监委机关 组织部 宣传部 统战部 政法委 党校 政协办公室 政府办公室 征收办公室 投资促进局"
).split()
COMPANIES = (
    "晋阳印务公司 汾河食品公司 并州百货公司 龙城建筑公司 双塔设计院 府西商业银行支行 长风保险公司支公司 桃园邮政支局 "
    "新建路供电营业厅 海边街书店 柳巷电影院 文庙博物馆 青年路中学 桃园路小学 水西关街小学 双塔西街幼儿园 解放南路医院 "
    "南内环街图文中心 并州东街客运站 老军营文体中心"
).split()
SHOPS = "便利店 早餐店 面馆 药店 水果店 理发店 五金店 裁缝店 洗衣店 修车铺 开锁铺 文具店 粮油店 眼镜店 鲜花店".split()
SHOP_NAMES = "好邻居 老太原 惠万家 康泰 鲜果园 美丽 诚信 巧手 洁净 顺达 平安 启明 丰收 明亮 春天 聚福 家常 三晋".split()
PROPERTY = "晋安 汇丰 佳和 锦程 惠邻 安馨 瑞居 家兴 康居 明珠".split()
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
    offices = OFFICES[:2] if context.small else OFFICES
    made = [*_units(streets, communities), *_property(estates, random), *_bodies(communities, offices, random)]
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
                f"{random.choice(PROPERTY)}物业{estate.name}服务处",
                OrganisationKind.PROPERTY_COMPANY,
                estate.path,
                function=UnitFunction.PROPERTY,
                name_en=f"Property service of {estate.pinyin.title()}",
            )


def _bodies(communities: Sequence[Place], offices: Iterable[str], random: Random) -> Iterator[Organisation]:
    for place in communities:
        yield _made(f"{place.name}党总支", OrganisationKind.PARTY_BRANCH, place.path)
    for place in communities:
        if place.path in COMMUNITIES:
            shop = f"{random.choice(SHOP_NAMES)}{random.choice(SHOPS)}"
            yield _made(f"{shop}（{place.name}）", OrganisationKind.MERCHANT, place.path)
    for name, name_en in SOCIAL:
        yield _made(f"区{name}", OrganisationKind.SOCIAL_ORGANISATION, settings.DISTRICT, name_en=name_en)
    yield _made("区环境服务公司", OrganisationKind.OPERATOR, settings.DISTRICT, name_en="Environmental services")
    for name in COMPANIES:
        yield _made(f"{name}（演示）", OrganisationKind.INSTITUTION, random.choice(communities).path)
    for name in offices:
        yield _made(f"区{name}", OrganisationKind.INSTITUTION, settings.DISTRICT)


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
