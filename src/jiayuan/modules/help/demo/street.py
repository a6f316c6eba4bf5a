"""Laojunying street: ten stations, ninety-five teams, their helpers, and every line of help that was written down.

On 31 July 2020 the figures of the report on the district come out of these rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count, cycle, islice
from random import Random
from typing import Any

from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.enums import OrganisationKind
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.enums import COMMUNITY_KINDS
from jiayuan.foundation.places.models import Place

from ..domain.network_drafts import StationDraft
from ..domain.stations import open_station
from ..enums import PostRole, Tier
from ..models import Post, PostMember, ServiceRecord, Station
from .network import HOURS
from .texts import COMMON, GIVEN, HELPED, SPECIAL, SURNAMES

STREET = "140106006"
TEAMS, HELPERS, PERSON_TIMES = 95, 1213, 3640
REPORTED = date(2020, 7, 31)
"""The day on which the report counted."""
SMALL_TEAMS, SMALL_HELPERS, SMALL_TIMES = 4, 12, 30
PHONES = "+861390000{:04d}"
FIRST, STEP = date(2019, 3, 4), timedelta(days=12)
"""The first station opened, and each next one so much later."""
LATER, GONE, ASKING = 40, 6, 5
"""Helpers who joined after the report, who had left before it, and who ask and are not verified yet."""
SECOND_POST = 11
"""Every so many-th helper is in a point as well."""
A_MONTH = 2
"""Lines a month and station since the report."""


@dataclass
class Told:
    context: DemoContext
    random: Random
    workers: Mapping[str, Person]
    home: Mapping[str, list[Place]]
    """Estates of each community."""
    stations: list[Station] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(5001))

    def worker(self, community: str) -> Person:
        found: Person = self.workers.get(community) or self.context.people["street"]
        return found

    def own(self, posts: Sequence[Post], station: Station) -> list[Post]:
        return [each for each in posts if each.station_id == station.pk]


def tell_street(context: DemoContext) -> dict[str, int]:
    """How many of each."""
    told = Told(context, context.random("help street"), _workers(), _estates(context))
    _open(told)
    posts = _posts(told)
    people = _members(told, posts)
    lines = _services(told, posts)
    for station in told.stations:
        own = told.own(posts, station)
        after = {"posts": len(own), "people": people[station.pk], "services": lines[station.pk]}
        record(station.stream, "help.invented", after=after, place_path=station.community_id)
    return {"stations": len(told.stations), "people": sum(people.values())}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


def _workers() -> dict[str, Person]:
    grants = RoleGrant.objects.in_force().filter(role=Role.COMMUNITY_WORKER, place__path__startswith=STREET)
    return {each.place_id: each.person for each in grants.select_related("person").order_by("-pk")}


def _estates(context: DemoContext) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for each in context.estates:
        found.setdefault(each.path[:12], []).append(each)
    return found


def _open(told: Told) -> None:
    rows = Place.objects.current().of_kind(*COMMUNITY_KINDS).defer("boundary").filter(path__startswith=STREET)
    for number, place in enumerate(rows.order_by("path")[: 1 if told.context.small else None]):
        by = Actor(person=told.worker(place.path))
        draft = StationDraft(
            f"{place.name}党建微帮站", f"Help station of {place.pinyin.title()}",
            f"{place.name}党群服务中心一层", HOURS, phone="0351-5550100",
        )  # fmt: skip
        with at(noon(FIRST + number * STEP)):
            told.stations.append(open_station(place.path, draft, by=by))


def _posts(told: Told) -> list[Post]:
    """The centres are there already."""
    teams = SMALL_TEAMS if told.context.small else TEAMS
    rows = []
    for number, station in enumerate(told.stations):
        share = teams // len(told.stations) + (number < teams % len(told.stations))
        homes = cycle(told.home.get(station.community_id) or [station.community])
        since = station.opened_on + timedelta(days=10)
        named = [SPECIAL[number % len(SPECIAL)], *((*each, "") for each in COMMON)]
        for name, name_en, service in named[:share]:
            place = next(homes)
            rows.append(Post(
                station=station, tier=Tier.TEAM, name=name, name_en=name_en, place=place, service=service, since=since,
            ))  # fmt: skip
        for turn, place in enumerate(islice(homes, 3), 1):
            rows.append(Post(
                station=station, tier=Tier.POINT, name=f"{turn}号服务点", name_en=f"Point {turn}", place=place,
                since=since,
            ))  # fmt: skip
    rows += _merchants(told)
    Post.objects.bulk_create(rows, batch_size=200)
    return list(Post.objects.filter(station__in=told.stations).order_by("pk"))


def _merchants(told: Told) -> Iterator[Post]:
    by_place = {each.community_id: each for each in told.stations}
    shops = Organisation.objects.filter(kind=OrganisationKind.MERCHANT, place_id__in=list(by_place))
    for shop in shops.order_by("pk"):
        station = by_place[shop.place_id]
        yield Post(
            station=station, tier=Tier.MERCHANT, name=shop.name[:34] + "服务站", name_en=shop.name_en[:80],
            place=station.community, organisation=shop, since=station.opened_on + timedelta(days=30),
        )  # fmt: skip


def _members(told: Told, posts: Sequence[Post]) -> dict[int, int]:
    """People of each station on the day of the report. Every post has a keeper; some help in a point as well."""
    small, random = told.context.small, told.random
    helpers = SMALL_HELPERS if small else HELPERS
    others = 3 if small else LATER + GONE + ASKING
    people = _people(told, helpers + others)
    rows, counted, kept = [], dict.fromkeys((each.pk for each in told.stations), 0), set[int]()
    points: dict[int, list[Post]] = {}
    for each in posts:
        if each.tier == Tier.POINT:
            points.setdefault(each.station_id, []).append(each)
    stations = {each.pk: each for each in told.stations}
    for number, person in enumerate(people):
        post = posts[number % len(posts)]
        member = _member(told, person, post, stations[post.station_id])
        if number < helpers:
            counted[post.station_id] += 1
            member.role = PostRole.HELPER if post.pk in kept else PostRole.KEEPER
            kept.add(post.pk)
            if number % SECOND_POST == 0 and post.tier == Tier.TEAM:
                other = random.choice(points[post.station_id])
                rows.append(_member(told, person, other, stations[post.station_id]))
        else:
            _otherwise(member, number - helpers, small=small)
        rows.append(member)
    PostMember.objects.bulk_create(rows, batch_size=400)
    return counted


def _people(told: Told, many: int) -> list[Person]:
    random, password = told.random, "!"
    rows = [
        Person(
            name=random.choice(SURNAMES) + random.choice(GIVEN), phone=PHONES.format(next(told.numbers)),
            password=password, is_demo=True, joined_at=noon(FIRST),
        )
        for _number in range(many)
    ]  # fmt: skip
    return Person.objects.bulk_create(rows, batch_size=400)


def _member(told: Told, person: Person, post: Post, station: Station) -> PostMember:
    last = REPORTED - timedelta(days=20)
    since = post.since + timedelta(days=told.random.randint(0, (last - post.since).days))
    return PostMember(
        post=post, person=person, since=since, verified_by=told.worker(station.community_id),
        verified_at=noon(since + timedelta(days=1)),
    )  # fmt: skip


def _otherwise(member: PostMember, number: int, *, small: bool) -> None:
    """Who left before the report, who asks and is not verified, and who joined since."""
    gone, asking = (1, 1) if small else (GONE, ASKING)
    if number < gone:
        member.until = min(member.since + timedelta(days=30), REPORTED - timedelta(days=5))
    elif number < gone + asking:
        member.verified_by = member.verified_at = None
    else:
        member.since = REPORTED + timedelta(days=30 * (number - gone))
        member.verified_at = noon(member.since + timedelta(days=1))


def _services(told: Told, posts: Sequence[Post]) -> dict[int, int]:
    """Lines of each station. The street's person-times up to the report reach what it told."""
    wanted = SMALL_TIMES if told.context.small else PERSON_TIMES
    helping = [each for each in posts if each.tier in (Tier.TEAM, Tier.POINT)]
    stations = {each.pk: each for each in told.stations}
    rows, total = [], 0
    for post in cycle(helping):
        if total >= wanted:
            break
        row = _service(told, post, stations[post.station_id], post.since, REPORTED)
        total += row.people
        rows.append(row)
    today = told.context.now.date()
    for station in told.stations:
        own = told.own(helping, station)
        for month in range(0 if told.context.small else (today - REPORTED).days // 30):
            begins = REPORTED + timedelta(days=30 * month + 1)
            ends = begins + timedelta(days=28)
            rows += [_service(told, told.random.choice(own), station, begins, ends) for _ in range(A_MONTH)]
    ServiceRecord.objects.bulk_create(sorted(rows, key=lambda each: each.day), batch_size=400)
    return {pk: sum(each.post.station_id == pk for each in rows) for pk in stations}


def _service(told: Told, post: Post, station: Station, first: date, last: date) -> ServiceRecord:
    random: Any = told.random
    kind, words = random.choice(HELPED)
    day = first + timedelta(days=random.randint(0, (last - first).days))
    return ServiceRecord(
        post=post, kind=kind, words=words, day=day, people=random.choice((1, 1, 2, 3, 4, 6, 8, 12)),
        written_by=told.worker(station.community_id), written_at=noon(day) + timedelta(hours=5),
    )  # fmt: skip
