"""74 institutions and 90 communities, paired in 2019 and 2020, most of them to this day."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.organisations.enums import OrganisationKind
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.enums import COMMUNITY_KINDS
from jiayuan.foundation.places.models import Place

from ..domain.pairings import PairingDraft, perform, propose_pairing
from ..domain.yearly import ItemDraft, match_items, write_item
from ..enums import ItemKind, PairingAction, PairingState
from ..models import JointActivity, Pairing, Season

COMMUNITIES = 90
"""As many communities as the article tells of."""
FIRST, LAST = date(2019, 3, 1), date(2020, 6, 30)
"""In these months the pairs were agreed."""
STREET_LENGTH = 9
_STREET = (Role.STREET_OFFICER,)
DONE = (
    "清理楼道杂物",
    "铲除小广告",
    "规整车辆",
    "分类投放引导",
    "门前五包走访",
    "看望独居老人",
    "整理楼前花坛",
    "清理卫生死角",
)
NEEDS = (
    ("每月一次法律咨询", "law"), ("暑期作业辅导", "teaching"), ("为独居老人理发", "hair"),
    ("楼道照明检修", "electrics"), ("邻里矛盾调解", "mediation"),
)  # fmt: skip
RESOURCES = (("律师两名", "law"), ("会议室一间，周末可用", ""), ("电工班组", "electrics"))
PROJECTS = (("“书香进社区”读书会", "teaching"), ("老旧楼道粉刷", ""))


def build_pairs(context: DemoContext) -> int:
    random = context.random("pairings")
    _seasons(context)
    communities, institutions = _communities(context), _institutions()
    _pair(context, random, communities, institutions)
    pairings = list(Pairing.objects.select_related("organisation"))
    JointActivity.objects.bulk_create(_activities(context, random, pairings), batch_size=500)
    _part(context, pairings)
    _lists(context, pairings)
    return len(pairings)


def _seasons(context: DemoContext) -> None:
    year = context.now.year
    for name, first, last in (
        (f"{year}年下半年", date(year, 7, 1), date(year, 12, 31)),
        (f"{year + 1}年上半年", date(year + 1, 1, 1), date(year + 1, 6, 30)),
    ):
        Season.objects.create(name=name, first_day=first, last_day=last)


def _communities(context: DemoContext) -> list[Place]:
    """The demonstration's own street first, then the others in the order of their codes."""
    rows = Place.objects.current().of_kind(*COMMUNITY_KINDS).defer("boundary").order_by("path")
    home = context.people["community"].grants.first().place_id[:STREET_LENGTH]
    found = sorted(rows, key=lambda each: (not each.path.startswith(home), each.path))
    return found[: 4 if context.small else COMMUNITIES]


def _institutions() -> list[Organisation]:
    return list(Organisation.objects.filter(kind=OrganisationKind.INSTITUTION).order_by("pk"))


def _pair(
    context: DemoContext, random: Random, communities: Sequence[Place], institutions: Sequence[Organisation]
) -> None:
    """In the demonstration's street by both sides, elsewhere as it was found when the platform began."""
    street, district = (Actor(person=context.people[key]) for key in ("street", "district"))
    days = (LAST - FIRST).days
    found = []
    for number, place in enumerate(communities):
        since = FIRST + timedelta(days=random.randint(0, days))
        organisation = institutions[number % len(institutions)]
        if street.reach.paths_for(*_STREET) and place.path.startswith(street.reach.paths_for(*_STREET)[0]):
            with at(_noon(since)):
                draft = PairingDraft(organisation.pk, place.path, since, "王联系", f"1390001{number:04d}")
                pairing = propose_pairing(draft, by=district)
                perform(pairing.pk, PairingAction.AGREE, by=street)
        else:
            found.append(Pairing(
                organisation=organisation, community=place, since=since, state=PairingState.AGREED,
                proposed_by=district.person, agreed_at=_noon(since), contact_name="王联系",
                contact_phone=f"+861390001{number:04d}",
            ))  # fmt: skip
    Pairing.objects.bulk_create(found)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


def _activities(context: DemoContext, random: Random, pairings: Sequence[Pairing]) -> Iterator[JointActivity]:
    """About one in two months at first and one a month of late; every ninth pair has been silent since summer."""
    today = context.now.date()
    for number, pairing in enumerate(pairings):
        last = today - timedelta(days=100 + number) if number % 9 == 4 else today
        day = pairing.since + timedelta(days=random.randint(7, 40))
        while day <= last:
            friday = day + timedelta(days=(4 - day.weekday()) % 7)
            if friday <= last:
                yield JointActivity(pairing=pairing, on=friday, words=random.choice(DONE))
            day += timedelta(
                days=random.randint(21, 35) if (today - day).days < 400 else random.randint(45, 75)
            )


def _part(context: DemoContext, pairings: Sequence[Pairing]) -> None:
    """Two pairs of other streets have parted since, one is proposed anew and waits."""
    if len(pairings) < COMMUNITIES:
        return
    for pairing, reason in zip(pairings[-2:], ("单位搬离本区", "服务期满，双方另行结对"), strict=True):
        pairing.state, pairing.reason, pairing.until = PairingState.ENDED, reason, date(2024, 12, 31)
        pairing.activities.filter(on__gt=pairing.until).delete()
        pairing.save()
    home = context.people["community"].grants.first().place_id
    other = next(each for each in pairings if each.community_id != home)
    with at(context.now - timedelta(days=3)):
        draft = PairingDraft(
            other.organisation_id, home, context.now.date() + timedelta(days=4), "赵联系", "13900019999"
        )
        propose_pairing(draft, by=Actor(person=context.people["district"]))


def _lists(context: DemoContext, pairings: Sequence[Pairing]) -> None:
    """This year's lists of the communities of the demonstration's street."""
    street = Actor(person=context.people["street"])
    year = context.now.year
    with at(_noon(date(year, 1, 15))):
        for number, pairing in enumerate(
            each for each in pairings if each.community_id in _own(street, pairings)
        ):
            needs = [
                write_item(
                    ItemDraft(ItemKind.NEED, year, words, pairing.community_id, None, skill), by=street
                )
                for words, skill in (NEEDS[number % 5], NEEDS[(number + 2) % 5])
            ]
            kind, offers = ((ItemKind.RESOURCE, RESOURCES), (ItemKind.PROJECT, PROJECTS))[number % 2]
            words, skill = offers[number % len(offers)]
            offer = write_item(ItemDraft(kind, year, words, pairing.community_id, pairing, skill), by=street)
            if number % 3 == 0:
                match_items(needs[0].pk, offer.pk, by=street)


def _own(street: Actor, pairings: Sequence[Pairing]) -> set[str]:
    paths = street.reach.paths_for(*_STREET)
    return {
        each.community_id for each in pairings if any(each.community_id.startswith(path) for path in paths)
    }
