"""The network as the desk reads it: stations of its places, who helps where, and where nobody does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import ESTATE_LENGTH, ancestors, inside

from ...enums import Tier
from ...models import Post, PostMember, Station, Wish
from ...rules import DESK

_HELPS = Q(posts__members__until=None, posts__members__verified_at__isnull=False, posts__ended_on=None)
_WAITS = Q(posts__members__until=None, posts__members__verified_at=None, posts__ended_on=None)


@dataclass(frozen=True)
class Gap:
    """A courtyard with open wishes near which nobody helps."""

    place: Place
    wishes: int


def desk_stations(actor: Actor) -> "QuerySet[Station]":
    """Of the places somebody works for, with how many help (``helpers``) and wait (``asking``)."""
    rows = Station.objects.open().within(*actor.reach.paths_for(*DESK_STAFF)).select_related("community")
    return rows.annotate(
        helpers=Count("posts__members__person", filter=_HELPS, distinct=True),
        asking=Count("posts__members", filter=_WAITS, distinct=True),
    ).order_by("community_id")


def desk_station(pk: int, actor: Actor) -> Station:
    """:raises Missing: there is none in the places that this actor works for."""
    station = desk_stations(actor).filter(pk=pk).first()
    if station is None:
        raise Missing(_("There is no such station."), _("Look at the list of stations."))
    return station


def communities_without(actor: Actor) -> "QuerySet[Place]":
    """Where a station could be opened by this actor."""
    rows = Place.objects.current().filter(kind__in=["community", "village"])
    rows = rows.exclude(path__in=Station.objects.open().values("community"))
    return rows.filter(inside(actor.reach.paths_for(*DESK))).defer("boundary").order_by("path")


def posts_of(station: Station) -> Sequence[tuple[Post, Sequence[PostMember]]]:
    """Posts by tier from the centre on, each with those who are in it, keepers first. Two queries."""
    posts = list(Post.objects.active().filter(station=station).select_related("place", "organisation"))
    members = PostMember.objects.current().filter(post__station=station).select_related("person")
    of_post: dict[int, list[PostMember]] = {post.pk: [] for post in posts}
    for member in members.order_by("-role", "pk"):
        of_post.get(member.post_id, []).append(member)
    order = (Tier.CENTRE, Tier.TEAM, Tier.POINT, Tier.MERCHANT)
    posts.sort(key=lambda post: (order.index(Tier(post.tier)), post.pk))
    return [(post, of_post[post.pk]) for post in posts]


def gaps_of(station: Station, posts: Sequence[tuple[Post, Sequence[PostMember]]]) -> Sequence[Gap]:
    """Courtyards whose open wishes no team or point with a helper is near to. Two queries."""
    covered = [
        post.place_id
        for post, members in posts
        if post.tier in (Tier.TEAM, Tier.POINT) and any(each.verified_at for each in members)
    ]
    open_ones = Wish.objects.within(station.community_id).still_open()
    lonely = Counter(
        path[:ESTATE_LENGTH]
        for path in open_ones.values_list("place_id", flat=True)
        if not any(near in (path, *ancestors(path)) or near.startswith(path) for near in covered)
    )
    places = Place.objects.defer("boundary").in_bulk(list(lonely))
    return [Gap(places[path], many) for path, many in lonely.most_common() if path in places]


def places_in(station: Station) -> "QuerySet[Place]":
    """Where a post of the station can be: the community, its courtyards and buildings."""
    rows = Place.objects.current().filter(inside([station.community_id]))
    return (
        rows.filter(kind__in=["community", "village", "estate", "building"])
        .defer("boundary")
        .order_by("path")
    )
