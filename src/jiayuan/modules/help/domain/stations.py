"""Help stations and their posts: opened, corrected, ended."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.opening import written
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_rows
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from ..enums import Tier
from ..models import Post, PostMember, SpecialService, Station
from ..rules import MANAGE
from .network_drafts import PostDraft, PostNames, StationDraft, fill_names, fill_post, fill_station

CENTRE, CENTRE_EN = "服务中心", "Service centre"


def open_station(community: str, draft: StationDraft, *, by: Actor) -> Station:
    """A station for a community, with its service centre. :raises Refused, Invalid, Conflict: each in words."""
    gate(by, MANAGE, community)
    place = Place.objects.current().filter(pk=community).first()
    if place is None or len(place.path) != COMMUNITY_LENGTH:
        raise Invalid(_("A station belongs to a community."), _("Choose the community."), field="community")
    station = Station(community=place, opened_on=today())
    fill_station(station, draft)
    try:
        with transaction.atomic():
            station.save()
            post = Post.objects.create(
                station=station,
                tier=Tier.CENTRE,
                name=CENTRE,
                name_en=CENTRE_EN,
                place=place,
                since=today(),
            )
            record_change(station, "help.open_station", by, {"name": station.name, "post": post.pk})
    except IntegrityError as error:
        raise Conflict(
            _("This community has a station already."), _("Look at it in the list."), code="station"
        ) from error
    return station


def change_station(pk: int, draft: StationDraft, *, by: Actor) -> Station:
    with transaction.atomic():
        station = _lock_station(pk, by)
        fill_station(station, draft)
        station.save()
        record_change(
            station, "help.change_station", by, {"name": station.name, "hours": written(draft.openings)}
        )
    return station


def close_station(pk: int, *, by: Actor) -> Station:
    """A station whose other posts have ended is no more; its community may open another one later.

    :raises Missing, Refused: not there, or not theirs.
    :raises Conflict: posts or special services are running.
    """
    with transaction.atomic():
        station = _lock_station(pk, by)
        posts = list(Post.objects.active().filter(station=station))
        lock_rows(Post, [post.pk for post in posts])
        left = [str(post) for post in posts if post.tier != Tier.CENTRE]
        if left:
            raise Conflict(
                _("The station still has posts: %(names)s.") % {"names": " · ".join(left[:5])},
                _("End them first, one by one: their helpers are asked about by name."),
            )
        if SpecialService.objects.running().filter(post__station=station).exists():
            raise Conflict(
                _("The station has a special service that is running."), _("End the service first.")
            )
        station.closed_on = today()
        station.save()
        Post.objects.active().filter(station=station).update(ended_on=today())
        record_change(station, "help.close_station", by, {"name": station.name})
    return station


def open_post(station_id: int, draft: PostDraft, *, by: Actor) -> Post:
    """One more knot of the network. :raises Refused, Invalid, Conflict: each in words."""
    with transaction.atomic():
        station = _lock_station(station_id, by)
        post = Post(station=station, since=today())
        fill_post(post, draft)
        _save_named(post)
        said = {"post": post.pk, "tier": post.tier, "name": post.name, "since": str(post.since)}
        record_change(station, "help.open_post", by, said)
    return post


def change_post(pk: int, draft: PostNames, *, by: Actor) -> Post:
    """Its names and what it is known for. :raises Missing, Refused, Invalid, Conflict: each in words."""
    with transaction.atomic():
        post = lock_post(pk, by)
        if post.ended_on is not None or post.station.closed_on is not None:
            raise no_post()
        before = post.name
        fill_names(post, draft)
        _save_named(post)
        said = {"post": post.pk, "name": post.name, "name_before": before, "service": post.service}
        record_change(post.station, "help.change_post", by, said)
    return post


def _save_named(post: Post) -> None:
    """:raises Conflict: another post of the station has this name."""
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as error:
        raise Conflict(
            _("The station has a post of this name already."), _("Choose another name."), code="post"
        ) from error


def end_post(pk: int, *, by: Actor) -> Post:
    """Its helpers finish what they have on hand; nothing new is offered to it."""
    with transaction.atomic():
        post = lock_post(pk, by)
        if post.tier == Tier.CENTRE:
            raise Conflict(
                _("A station is nothing without its centre."), _("End its other posts one by one.")
            )
        if SpecialService.objects.running().filter(post=post).exists():
            raise Conflict(
                _("This post has a special service that is running."),
                _("End the service first."),
            )
        post.ended_on = today()
        post.save()
        record_change(post.station, "help.end_post", by, {"post": post.pk})
    return post


def _lock_station(pk: int, by: Actor) -> Station:
    station = lock_first(Station.objects.open(), pk)
    if station is None:
        raise Missing(_("There is no such station."), _("Look at the list of stations."))
    gate(by, MANAGE, station)
    return station


def lock_post(pk: int, by: Actor) -> Post:
    post = lock_first(Post.objects.select_related("station"), pk)
    if post is None:
        raise no_post()
    gate(by, MANAGE, post.station)
    return post


def no_post() -> Missing:
    return Missing(_("There is no such post."), _("Look at the stations near you."))


def record_change(
    station: Station, action: str, by: Actor, after: dict[str, object], member: PostMember | None = None
) -> None:
    is_other = member is not None and member.person_id != by.pk
    record(
        station.stream,
        action,
        by=by.person,
        on_behalf_of=Person(pk=member.person_id) if member is not None and is_other else None,
        after=after,
        place_path=station.community_id,
    )
