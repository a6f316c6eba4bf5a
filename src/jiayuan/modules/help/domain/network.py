"""Stations, their posts and who is in them."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.abilities import abilities_of
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.common.locking import lock_first, lock_rows
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.phones import normalise_phone
from jiayuan.foundation.places.models import Place

from ..enums import POST_TIERS, PostRole, Tier
from ..models import Claim, Post, PostMember, SpecialService, Station
from ..rules import MANAGE
from .away import free_visits
from .checks import one_of

COMMUNITY_LENGTH = 12
CENTRE, CENTRE_EN = "服务中心", "Service centre"


@dataclass(frozen=True)
class StationDraft:
    name: str
    name_en: str = ""
    address: str = ""
    hours: str = ""
    phone: str = ""


@dataclass(frozen=True)
class PostDraft:
    tier: str
    name: str
    place_path: str
    name_en: str = ""
    service: str = ""
    organisation_id: int | None = None


def open_station(community: str, draft: StationDraft, *, by: Actor) -> Station:
    """A station for a community, with its service centre. :raises Refused, Invalid, Conflict: each in words."""
    gate(by, MANAGE, community)
    place = Place.objects.current().filter(pk=community).first()
    if place is None or len(place.path) != COMMUNITY_LENGTH:
        raise Invalid(_("A station belongs to a community."), _("Choose the community."), field="community")
    station = Station(community=place, opened_on=today())
    _fill(station, draft)
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
            _record(station, "help.open_station", by, {"name": station.name, "post": post.pk})
    except IntegrityError as error:
        raise Conflict(
            _("This community has a station already."), _("Look at it in the list."), code="station"
        ) from error
    return station


def change_station(pk: int, draft: StationDraft, *, by: Actor) -> Station:
    with transaction.atomic():
        station = _lock_station(pk, by)
        _fill(station, draft)
        station.save()
        _record(station, "help.change_station", by, {"name": station.name})
    return station


def open_post(station_id: int, draft: PostDraft, *, by: Actor) -> Post:
    """One more knot of the network. :raises Refused, Invalid, Conflict: each in words."""
    with transaction.atomic():
        station = _lock_station(station_id, by)
        post = Post(station=station, since=today())
        _fill_post(post, draft)
        try:
            with transaction.atomic():
                post.save()
        except IntegrityError as error:
            raise Conflict(
                _("The station has a post of this name already."), _("Choose another name."), code="post"
            ) from error
        _record(station, "help.open_post", by, {"post": post.pk, "tier": post.tier, "name": post.name})
    return post


def end_post(pk: int, *, by: Actor) -> Post:
    """Its helpers finish what they have on hand; nothing new is offered to it."""
    with transaction.atomic():
        post = _lock_post(pk, by)
        if post.tier == Tier.CENTRE:
            raise Conflict(_("A station is nothing without its centre."), _("Close the station instead."))
        if SpecialService.objects.running().filter(post=post).exists():
            raise Conflict(
                _("This post has a special service that is running."),
                _("End the service first."),
            )
        post.ended_on = today()
        post.save()
        _record(post.station, "help.end_post", by, {"post": post.pk})
    return post


def ask_to_join(post_id: int, *, by: Actor) -> PostMember:
    """Somebody wants to help in a post; the community verifies. Asked twice it is one.

    :raises Refused: nobody is signed in, or a minor's guardian did not agree yet.
    """
    if by.person is None:
        raise Refused(
            _("To help we need to know who you are."), _("Sign in with your phone; it takes a minute.")
        )
    ability = abilities_of([by.person.pk]).get(by.person.pk)
    if ability is not None and not ability.may_help:
        raise Refused(
            _("You are under 18, and your guardian has not agreed yet."),
            _("The community speaks with your guardian first; ask there."),
        )
    return _join(post_id, by.person, PostRole.HELPER, by=by)


def add_member(post_id: int, person: Person, role: str = PostRole.HELPER, *, by: Actor) -> PostMember:
    """The desk enters somebody it knows, and by that verifies them. :raises Refused, Conflict, Invalid."""
    with transaction.atomic():
        post = _lock_post(post_id, by)
        member = _join(post.pk, person, one_of(role, PostRole, "role"), by=by)
        return member if member.verified_at else _verify(member, by)


def add_by_phone(post_id: int, phone: str, role: str = PostRole.HELPER, *, by: Actor) -> PostMember:
    """The desk enters who has this number. :raises Invalid: nobody with it ever signed in (``field="phone"``)."""
    person = Person.objects.filter(phone=normalise_phone(phone)).first()
    if person is None:
        raise Invalid(
            _("Nobody with this number has an account yet."),
            _("Ask them to sign in once with their phone; then enter the number again."),
            field="phone",
        )
    return add_member(post_id, person, role, by=by)


def verify_member(pk: int, *, by: Actor) -> PostMember:
    """The community knows who this is. :raises Refused: not the desk, or oneself."""
    with transaction.atomic():
        member = _lock_member(pk)
        gate(by, MANAGE, member.post.station)
        return member if member.verified_at else _verify(member, by)


def leave_post(pk: int, *, by: Actor) -> PostMember:
    """Somebody stops helping there, or the desk says so. Leases they hold go on to their end.

    :raises Refused: neither oneself nor the desk.
    """
    with transaction.atomic():
        member = _lock_member(pk)
        if by.pk != member.person_id:
            gate(by, MANAGE, member.post.station)
        if member.until is None:
            member.until = max(today(), member.since)
            member.save()
            free_visits(member.person_id, today(), by=by, post=member.post_id)
            _record(
                member.post.station,
                "help.leave_post",
                by,
                {"member": member.pk, "post": member.post_id},
                member,
            )
    return member


def held_by(member: PostMember) -> int:
    """Leases that they hold through this post."""
    return Claim.objects.held().filter(person=member.person_id, post=member.post_id).count()


def _verify(member: PostMember, by: Actor) -> PostMember:
    if by.pk == member.person_id:
        raise Refused(_("Nobody verifies themselves."), _("Ask a colleague."))
    member.verified_by, member.verified_at = by.person, now()
    member.save()
    _record(
        member.post.station, "help.verify_member", by, {"member": member.pk, "post": member.post_id}, member
    )
    return member


def _join(post_id: int, person: Person, role: str, *, by: Actor) -> PostMember:
    with transaction.atomic():
        lock_rows(Post, [post_id])
        post = (
            Post.objects.active()
            .select_related("station")
            .filter(pk=post_id, station__closed_on=None)
            .first()
        )
        if post is None:
            raise _no_post()
        known = PostMember.objects.filter(post=post, person=person, until=None).first()
        if known is not None:
            known.post = post
            return known
        member = PostMember.objects.create(post=post, person=person, role=role, since=today())
        _record(
            post.station, "help.join_post", by, {"member": member.pk, "post": post.pk, "role": role}, member
        )
    return member


def _fill(station: Station, draft: StationDraft) -> None:
    station.name = clean_words(draft.name, field="name", limit=40)
    station.name_en = clean_words(draft.name_en, field="name_en", limit=80, required=False)
    station.address = clean_words(draft.address, field="address", limit=120, required=False)
    station.hours = clean_words(draft.hours, field="hours", limit=80, required=False)
    station.phone = clean_words(draft.phone, field="phone", limit=20, required=False)


def _fill_post(post: Post, draft: PostDraft) -> None:
    post.tier = one_of(draft.tier, Tier, "tier")
    if post.tier not in POST_TIERS or post.tier == Tier.CENTRE:
        raise Invalid(_("Which tier is it?"), _("A team, a point or a merchant’s station."), field="tier")
    post.name = clean_words(draft.name, field="name", limit=40)
    post.name_en = clean_words(draft.name_en, field="name_en", limit=80, required=False)
    post.service = clean_words(draft.service, field="service", limit=60, required=False)
    place = Place.objects.current().filter(pk=draft.place_path).first()
    if place is None or not place.path.startswith(post.station.community_id):
        raise Invalid(
            _("The post lies outside the community."), _("Choose a place inside it."), field="place_path"
        )
    post.place = place
    if post.tier == Tier.MERCHANT:
        post.organisation = Organisation.objects.filter(pk=draft.organisation_id or 0).first()
        if post.organisation is None:
            raise Invalid(
                _("Which merchant or institution is it?"), _("Choose one of the list."), field="organisation"
            )


def _lock_station(pk: int, by: Actor) -> Station:
    station = lock_first(Station.objects.all(), pk)
    if station is None:
        raise Missing(_("There is no such station."), _("Look at the list of stations."))
    gate(by, MANAGE, station)
    return station


def _lock_post(pk: int, by: Actor) -> Post:
    post = lock_first(Post.objects.select_related("station"), pk)
    if post is None:
        raise _no_post()
    gate(by, MANAGE, post.station)
    return post


def _lock_member(pk: int) -> PostMember:
    member = lock_first(PostMember.objects.select_related("post__station", "person"), pk)
    if member is None:
        raise Missing(_("There is no such member."), _("Look at the list of the post."))
    return member


def _no_post() -> Missing:
    return Missing(_("There is no such post."), _("Look at the stations near you."))


def _record(
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
