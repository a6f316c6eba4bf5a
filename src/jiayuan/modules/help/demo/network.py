"""The station of the demonstration's community and that of a neighbour, told through the doors in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.opening import Opening
from jiayuan.foundation.clock.weekdays import WORKING_DAYS, mask_of
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.organisations.enums import OrganisationKind
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place

from ..domain.network import add_member, ask_to_join
from ..domain.network_drafts import PostDraft, StationDraft
from ..domain.stations import open_post, open_station
from ..enums import PostRole, Tier
from ..models import Post, Station

LENGTH, MOST = 12, 9
SATURDAY = mask_of([5])
HOURS = (Opening(WORKING_DAYS, time(8, 30), time(18)), Opening(SATURDAY, time(9), time(17, 30)))
OPEN_SINCE = timedelta(days=420)


@dataclass(frozen=True)
class Network:
    """``desk`` looks after the home station; ``point``, ``team``, ``centre``, ``street`` and ``merchant`` are a helper
    each whom a wish reaches on that tier; ``courtyard`` is where the resident lives."""

    desk: Actor
    point: Actor
    team: Actor
    centre: Actor
    street: Actor
    merchant: Actor
    courtyard: Place
    daughters: Sequence[Actor]
    """Who visits elders; the volunteer among them."""


def build_network(context: DemoContext) -> Network:
    desk, officer = Actor(person=context.people["community"]), Actor(person=context.people["street"])
    home = context.people["community"].grants.first().place_id
    courtyard = Place.objects.defer("boundary").get(pk=context.people["resident"].home_place_id)
    people = [Actor(person=each) for each in _neighbours(context, home)]
    volunteer = Actor(person=context.people["volunteer"])
    with at(context.now - OPEN_SINCE):
        station = _open(home, desk)
        team, _daughters, point = (
            open_post(station.pk, PostDraft(*draft), by=desk)
            for draft in (
                (Tier.TEAM, "邻里修缮队", courtyard.path, "Neighbours who mend", "修纱窗、通下水"),
                (Tier.TEAM, "女儿团", home, "The daughters' team", "看望独居老人"),
                (Tier.POINT, "1号楼服务点", _building(courtyard), "Point of building 1", ""),
            )
        )
        centre = Post.objects.get(station=station, tier=Tier.CENTRE)
        shop = _shop(station, home, desk)
        other = _open(_neighbour(home), officer)
        errands = PostDraft(Tier.TEAM, "跑腿代办队", other.community_id, "Errands")
        afar = open_post(other.pk, errands, by=officer)
        for post, person, by in (
            (point, volunteer, desk), (team, people[0], desk), (centre, people[1], desk), (afar, people[2], officer),
            (shop, people[3], desk), (team, people[4], desk), (point, people[5], desk),
        ):  # fmt: skip
            role = PostRole.KEEPER if person in people[:4] else PostRole.HELPER
            add_member(post.pk, _person(person), role, by=by)
    with at(context.now - timedelta(days=1)):
        ask_to_join(team.pk, by=people[6])
    return Network(
        desk,
        volunteer,
        people[0],
        people[1],
        people[2],
        people[3],
        courtyard,
        (people[7], people[8], volunteer, people[5]),
    )


def _person(actor: Actor) -> Person:
    if actor.person is None:
        raise ValueError("nobody")
    return actor.person


def _neighbours(context: DemoContext, home: str) -> Sequence[Person]:
    """Those who live in the community first; the accounts themselves play other parts."""
    own = {person.pk for person in context.people.values()}
    rows = Person.objects.filter(is_demo=True).exclude(home_place=None).exclude(pk__in=own)
    found = sorted(rows.order_by("pk"), key=lambda each: not str(each.home_place_id).startswith(home))
    return found[:MOST]


def _open(path: str, by: Actor) -> Station:
    place = Place.objects.defer("boundary").get(pk=path)
    draft = StationDraft(
        f"{place.name}党建微帮站", f"Help station of {place.pinyin.title()}", f"{place.name}党群服务中心一层",
        HOURS, hours_note="周三晚上有律师值班至 20:00", phone="0351-5550101",
    )  # fmt: skip
    return open_station(path, draft, by=by)


def _shop(station: Station, home: str, by: Actor) -> Post:
    """The community's own merchant."""
    shop = Organisation.objects.filter(kind=OrganisationKind.MERCHANT, place_id=home).order_by("pk").first()
    found = shop or Organisation.objects.order_by("pk")[0]
    draft = PostDraft(Tier.MERCHANT, "便民服务站", home, "A shop that helps", "免费换锁芯、借工具", found.pk)
    return open_post(station.pk, draft, by=by)


def _building(courtyard: Place) -> str:
    rows = Place.objects.current().of_kind(PlaceKind.BUILDING).filter(path__startswith=courtyard.path)
    found = rows.order_by("path").values_list("path", flat=True).first()
    return found or courtyard.path


def _neighbour(home: str) -> str:
    rows = Place.objects.current().of_kind(*COMMUNITY_KINDS).filter(path__startswith=home[:9])
    return rows.exclude(pk=home).order_by("path").values_list("path", flat=True)[0]
