"""Where needs and helpers meet, and where not: by street, community or courtyard, in a constant number of queries.

A need is a wish of the last twelve months that was taken up (``Wish.objects.needs()``). A courtyard's own helpers are
those whose post lies in it; besides them those help who help in the whole community. Sums of a street hide what its
courtyards and communities lack, so every row counts those below it too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, STREET_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ...enums import Tier
from ...models import Post, PostMember, Station, Wish

DISTRICT, STREET, COMMUNITY, ESTATE = 6, 9, 12, 15
_NEXT = {DISTRICT: STREET, STREET: COMMUNITY, COMMUNITY: ESTATE}
NEAR = (Tier.TEAM, Tier.POINT)


class Answer(StrEnum):
    """What is to be said of a place."""

    LONELY = "lonely"
    IDLE = "idle"
    MET = "met"
    BARE = "bare"


@dataclass(frozen=True)
class Row:
    """``own`` are helpers with a post there, ``helpers`` also those of the whole community. ``station`` is the key of
    the station that looks after it; 0 where there is none, or several. ``below`` counts what lies below by its answer:
    courtyards that are lonely or idle, communities that are bare."""

    place: Place
    needs: int
    open: int
    own: int
    helpers: int
    posts: int
    station: int
    below: Mapping[Answer, int]
    communities: int = 0

    @property
    def answer(self) -> Answer:
        if self.needs:
            return Answer.MET if self.own else Answer.LONELY
        return Answer.IDLE if self.own else Answer.BARE

    @property
    def is_lonely(self) -> bool:
        """Needs without helpers."""
        return self.answer == Answer.LONELY

    @property
    def is_idle(self) -> bool:
        """Helpers without needs."""
        return self.answer == Answer.IDLE

    @property
    def from_around(self) -> int:
        """Who helps there without a post there."""
        return self.helpers - self.own

    @property
    def opens(self) -> bool:
        """There is a level below."""
        return len(self.place.path) in _NEXT


@dataclass(frozen=True)
class Coverage:
    """``rows`` lie directly below what is looked at, ``courtyards`` and ``communities`` anywhere below or at it."""

    rows: Sequence[Row]
    courtyards: Sequence[Row]
    communities: Sequence[Row]

    @cached_property
    def lonely(self) -> Sequence[Row]:
        """The most needs first."""
        return sorted((row for row in self.courtyards if row.is_lonely), key=lambda row: -row.needs)

    @cached_property
    def idle(self) -> Sequence[Row]:
        return sorted((row for row in self.courtyards if row.is_idle), key=lambda row: -row.own)

    @cached_property
    def met(self) -> Sequence[Row]:
        return [row for row in self.courtyards if row.answer == Answer.MET]

    @cached_property
    def bare(self) -> Sequence[Row]:
        """Communities in which nobody helps; the most needs first."""
        return sorted((row for row in self.communities if not row.helpers), key=lambda row: -row.needs)

    def on_map(self) -> Iterator[tuple[Answer, Row]]:
        """What has a position: each courtyard of which there is something to say, and communities with nobody."""
        for answer, rows in self.by_answer().items():
            yield from ((answer, row) for row in rows if row.place.latitude is not None)

    def by_answer(self) -> Mapping[Answer, Sequence[Row]]:
        return {
            Answer.LONELY: self.lonely,
            Answer.IDLE: self.idle,
            Answer.MET: self.met,
            Answer.BARE: self.bare,
        }


def scope_of(actor: Actor, path: str = "") -> Place:
    """What is looked at: the place asked for, else the one this actor works for.

    :raises Missing: they do not work for it, or nothing lies below it.
    """
    own = actor.reach.paths_for(*DESK_STAFF)
    wanted = path or (own[0] if own else "")
    place = Place.objects.current().filter(inside(own), pk=wanted).first()
    if place is None or len(place.path) not in _NEXT:
        raise Missing(_("There is nothing to see of this place."), _("Choose a street or a community."))
    return place


def coverage(scope: Place) -> Coverage:
    """One row for each place below. Six queries, however many."""
    known = _Known(scope)
    kinds = (*STREET_KINDS, *COMMUNITY_KINDS, PlaceKind.ESTATE)
    below = Place.objects.current().filter(inside([scope.path]), kind__in=kinds)
    by_length: dict[int, list[Place]] = defaultdict(list)
    for place in below.defer("boundary").order_by("path"):
        by_length[len(place.path)].append(place)
    courtyards = [known.row(each) for each in by_length[ESTATE]]
    communities = [known.row(each, courtyards) for each in by_length[COMMUNITY]]
    streets = [known.row(each, courtyards, communities) for each in by_length[STREET]]
    rows = {STREET: streets, COMMUNITY: communities, ESTATE: courtyards}[_NEXT[len(scope.path)]]
    return Coverage(rows, courtyards, communities)


class _Known:
    """What is counted of a scope, by courtyard: five queries."""

    def __init__(self, scope: Place) -> None:
        path = scope.path
        self.needs = _by_courtyard(Wish.objects.within(path).needs(today()))
        self.open = _by_courtyard(Wish.objects.within(path).still_open())
        self.posts = _by_courtyard(Post.objects.active().within(path).filter(tier__in=NEAR))
        self.stations = dict(Station.objects.open().within(path).values_list("community_id", "pk"))
        self.helpers: dict[str, set[int]] = defaultdict(set)
        members = PostMember.objects.verified().within(path)
        shown = members.values_list("person", "post__place_id", "post__station__community_id")
        for person, place, community in shown:
            self.helpers[place[:ESTATE] if len(place) >= ESTATE else community].add(person)

    def row(self, place: Place, courtyards: Sequence[Row] = (), communities: Sequence[Row] = ()) -> Row:
        path = place.path
        own = self._who(path)
        around = self.helpers.get(path[:COMMUNITY], set()) if len(path) >= ESTATE else set()
        below = Counter(each.answer for each in _inside(courtyards, path))
        own_communities = _inside(communities, path)
        below[Answer.BARE] = sum(not each.helpers for each in own_communities)
        return Row(
            place=place,
            needs=_sum(self.needs, path),
            open=_sum(self.open, path),
            own=len(own),
            helpers=len(own | around),
            posts=_sum(self.posts, path),
            station=self.stations.get(path[:COMMUNITY], 0) if len(path) >= COMMUNITY else 0,
            below=below,
            communities=len(own_communities),
        )

    def _who(self, path: str) -> set[int]:
        if len(path) >= ESTATE:
            return self.helpers.get(path, set())
        return set().union(*(who for place, who in self.helpers.items() if place.startswith(path)))


def _inside(rows: Sequence[Row], path: str) -> Sequence[Row]:
    return [row for row in rows if row.place.path.startswith(path)]


def _sum(counted: Mapping[str, int], path: str) -> int:
    if len(path) >= ESTATE:
        return counted.get(path, 0)
    return sum(many for place, many in counted.items() if place.startswith(path))


def _by_courtyard(rows: "QuerySet[Wish] | QuerySet[Post]") -> Counter[str]:
    """What lies in no courtyard is counted for its community."""
    counted = (
        rows.order_by().annotate(of=Substr("place_id", 1, ESTATE)).values("of").annotate(many=Count("pk"))
    )
    return Counter(dict(counted.values_list("of", "many")))
