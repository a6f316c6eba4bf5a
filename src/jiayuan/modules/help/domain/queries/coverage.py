"""Where needs and helpers meet, and where not: by street, community or courtyard, in a constant number of queries.

A need is a wish of the last twelve months that was taken up (``Wish.objects.needs()``). Helpers of a courtyard are
those whose post lies in it or who help in the whole community; of a community and a street all who help there.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ...enums import Tier, WishState
from ...models import Post, PostMember, Station, Wish

DISTRICT, STREET, COMMUNITY, ESTATE = 6, 9, 12, 15
_NEXT = {DISTRICT: STREET, STREET: COMMUNITY, COMMUNITY: ESTATE}
_KINDS = {
    STREET: ("street", "town"),
    COMMUNITY: ("community", "village"),
    ESTATE: ("estate",),
}
NEAR = (Tier.TEAM, Tier.POINT)


@dataclass(frozen=True)
class Row:
    """``station`` is the key of the station that looks after it; 0 where there is none, or several."""

    place: Place
    needs: int
    open: int
    helpers: int
    posts: int
    station: int

    @property
    def is_lonely(self) -> bool:
        """Needs without helpers."""
        return bool(self.needs) and not self.helpers

    @property
    def is_idle(self) -> bool:
        """Helpers without needs."""
        return bool(self.helpers) and not self.needs

    @property
    def opens(self) -> bool:
        """There is a level below."""
        return len(self.place.path) in _NEXT


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


def coverage(scope: Place) -> Sequence[Row]:
    """One row for each place below. Six queries, however many."""
    length = _NEXT[len(scope.path)]
    below = Place.objects.current().filter(inside([scope.path]), kind__in=_KINDS[length])
    places = list(below.defer("boundary").order_by("path"))
    needs = _by_prefix(Wish.objects.within(scope.path).needs(today()), "place_id", length)
    still_open = Wish.objects.within(scope.path).needs(today()).filter(state=WishState.OPEN)
    waiting = _by_prefix(still_open, "place_id", length)
    helpers, whole = _helpers(scope, length)
    posts = _by_prefix(Post.objects.active().within(scope.path).filter(tier__in=NEAR), "place_id", length)
    stations = dict(Station.objects.open().within(scope.path).values_list("community_id", "pk"))
    return [
        Row(
            place,
            needs[place.path],
            waiting[place.path],
            len(helpers[place.path] | whole),
            posts[place.path],
            stations.get(place.path[:COMMUNITY], 0) if length >= COMMUNITY else 0,
        )
        for place in places
    ]


def _by_prefix(rows: "QuerySet[Wish] | QuerySet[Post]", field: str, length: int) -> Counter[str]:
    counted = rows.order_by().annotate(of=Substr(field, 1, length)).values("of").annotate(many=Count("pk"))
    return Counter(dict(counted.values_list("of", "many")))


def _helpers(scope: Place, length: int) -> tuple[Mapping[str, set[int]], set[int]]:
    """Place -> who helps there; and who helps in the whole of a community that is looked at by courtyards."""
    rows = PostMember.objects.verified().within(scope.path)
    found: dict[str, set[int]] = defaultdict(set)
    whole: set[int] = set()
    for person, place, community in rows.values_list(
        "person", "post__place_id", "post__station__community_id"
    ):
        if length < ESTATE:
            found[community[:length]].add(person)
        elif len(place) < ESTATE:
            whole.add(person)
        else:
            found[place[:length]].add(person)
    return found, whole


def features(rows: Sequence[Row], links: Mapping[str, str]) -> Sequence[dict[str, object]]:
    """Rows that have a position, as points of a map."""
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.place.longitude, row.place.latitude]},
            "properties": {
                "title": str(row.place),
                "url": links[row.place.path],
                "meta": _("Needs %(needs)s, helpers %(helpers)s")
                % {"needs": row.needs, "helpers": row.helpers},
                "label": str(row.needs),
                "tone": "warning" if row.is_lonely else "info" if row.is_idle else "success",
            },
        }
        for row in rows
        if row.place.latitude is not None and (row.needs or row.helpers)
    ]
