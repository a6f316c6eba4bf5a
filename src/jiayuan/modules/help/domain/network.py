"""Who is in the posts of the help stations: they ask, the community verifies, and they leave."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.abilities import abilities_of
from jiayuan.foundation.common.errors import Invalid, Missing, Refused
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.phones import normalise_phone

from ..enums import PostRole
from ..models import Post, PostMember
from ..rules import MANAGE
from .away import hand_back, hold_rotas
from .checks import one_of
from .stations import lock_post, no_post, record_change


def ask_to_join(post_id: int, *, by: Actor) -> PostMember:
    """Somebody wants to help in a post; the community verifies. Asked twice it is one.

    :raises Refused: nobody is signed in, or a minor's guardian did not agree yet.
    """
    if by.person is None:
        raise Refused(
            _("To help we need to know who you are."), _("Sign in with your phone; it takes a minute.")
        )
    if by.person.pk in not_yet_allowed([by.person.pk]):
        raise Refused(
            _("You are under 18, and your guardian has not agreed yet."),
            _("The community speaks with your guardian first; ask there."),
        )
    return _join(post_id, by.person, PostRole.HELPER, by=by)


def add_member(post_id: int, person: Person, role: str | None = None, *, by: Actor) -> PostMember:
    """The desk enters somebody it knows, and by that verifies them; who is in the post already gets this role.

    :param role: None: a helper, and whatever they are where they are in it already.
    :raises Refused, Conflict, Invalid: each in words.
    """
    wanted = one_of(role, PostRole, "role") if role is not None else None
    with transaction.atomic():
        post = lock_post(post_id, by)
        check_allowed(person.pk, not_yet_allowed([person.pk]))
        member = _join(post.pk, person, wanted or PostRole.HELPER, by=by)
        if wanted is not None and member.role != wanted:
            _change_role(member, wanted, by)
        return member if member.verified_at else _verify(member, by)


def _change_role(member: PostMember, role: str, by: Actor) -> None:
    if by.pk == member.person_id:
        raise Refused(_("Nobody gives themselves a role."), _("Ask a colleague."))
    before, member.role = member.role, role
    member.save(update_fields=["role", "updated_at"])
    said = {"member": member.pk, "post": member.post_id, "role": role, "role_before": before}
    record_change(member.post.station, "help.change_role", by, said, member)


def not_yet_allowed(people: Sequence[int]) -> set[int]:
    """Those of these who are under 18 and whose guardian did not agree yet. A constant number of queries."""
    return {person for person, ability in abilities_of(people).items() if not ability.may_help}


def check_allowed(person: int, waiting: Collection[int]) -> None:
    """:raises Refused: their guardian is asked first. ``waiting``: as :func:`not_yet_allowed` gives them."""
    if person in waiting:
        raise Refused(
            _("They are under 18, and their guardian has not agreed yet."),
            _("Speak with the guardian first, and note it in the register of volunteers."),
        )


def add_by_phone(post_id: int, phone: str, role: str | None = None, *, by: Actor) -> PostMember:
    """The desk enters who has this number. :raises Invalid: nobody with it ever signed in (``field="phone"``)."""
    person = Person.objects.filter(phone=normalise_phone(phone)).first()
    if person is None:
        raise Invalid(
            _("Nobody with this number has an account yet."),
            _("Ask them to sign in once, or bring them in with the list “Helpers of help stations”."),
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
    """Somebody stops helping there, or the desk says so. Leases they hold go on to their end; their visits go to
    others, their swaps fall, and nothing of who is visited is shown to them any more.

    :raises Refused: neither oneself nor the desk.
    """
    with transaction.atomic():
        known = _member(pk)
        if by.pk != known.person_id:
            gate(by, MANAGE, known.post.station)
        services = hold_rotas(known.person_id, known.post_id)  # before the member: see special_locks
        member = _lock_member(pk)
        if member.until is None:
            member.until = max(today(), member.since)
            member.save()
            hand_back(services, member.person_id, by=by, post=member.post_id)
            record_change(
                member.post.station,
                "help.leave_post",
                by,
                {"member": member.pk, "post": member.post_id},
                member,
            )
    return member


def _verify(member: PostMember, by: Actor) -> PostMember:
    if by.pk == member.person_id:
        raise Refused(_("Nobody verifies themselves."), _("Ask a colleague."))
    member.verified_by, member.verified_at = by.person, now()
    member.save()
    record_change(
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
            raise no_post()
        known = PostMember.objects.filter(post=post, person=person, until=None).first()
        if known is not None:
            known.post = post
            return known
        member = PostMember.objects.create(post=post, person=person, role=role, since=today())
        record_change(
            post.station, "help.join_post", by, {"member": member.pk, "post": post.pk, "role": role}, member
        )
    return member


def _lock_member(pk: int) -> PostMember:
    lock_rows(PostMember, [pk])
    return _member(pk)


def _member(pk: int) -> PostMember:
    member = PostMember.objects.select_related("post__station", "person").filter(pk=pk).first()
    if member is None:
        raise Missing(_("There is no such member."), _("Look at the list of the post."))
    return member
