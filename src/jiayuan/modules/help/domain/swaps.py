"""Turns that change hands: one asks, the other says yes, and only then somebody else goes."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.common.locking import lock_first

from ..models import PostMember, Swap, Visit
from ..station_enums import SwapState, VisitState
from .special_locks import lock_turns, lock_visits, note
from .swap_ends import drop_swaps
from .visits import check_free


def ask_swap(visit_id: int, taker_id: int, *, by: Actor, other_id: int | None = None) -> Swap:
    """Ask one of the team to go instead, in exchange for one of their visits or as a favour. Asked twice it is once.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    with transaction.atomic():
        visits = lock_visits([visit_id] + ([other_id] if other_id else []))
        visit, other = visits.get(visit_id), visits.get(other_id or 0)
        if visit is None or (other_id and other is None):
            raise Missing(_("There is no such visit."), _("See your own visits."))
        _check_own(visit, by)
        if taker_id == by.pk or not is_in_team(taker_id, visit):
            raise Invalid(_("Whom do you ask?"), _("Choose one of your team."), field="taker")
        if other is not None and not _can_be_had(other, taker_id, by):
            raise Invalid(_("This is not one of their visits."), _("Choose another one."), field="other")
        known = Swap.objects.filter(visit=visit, taker=taker_id, state=SwapState.ASKED).first()
        if known is not None:
            return known
        swap = Swap.objects.create(
            visit=visit, giver=by.person, taker_id=taker_id, other=other, revision=visit.revision
        )
        note(visit.service, "help.ask_swap", by, after={"swap": swap.pk, "visit": visit.pk})
    return swap


def agree_to_swap(pk: int, *, by: Actor) -> Swap:
    """Yes: from now on they go. :raises Missing, Refused: not asked. :raises Conflict: somebody else goes meanwhile."""
    with transaction.atomic():
        swap = _lock_swap(pk, by)
        if swap.state == SwapState.AGREED:
            return swap
        _check_asked(swap)
        _check_stands(swap)
        _exchange(swap)
        swap.state, swap.answered_at = SwapState.AGREED, now()
        swap.save()
        drop_swaps(visits=[each.pk for each in (swap.visit, swap.other) if each is not None], by=by)
        note(swap.visit.service, "help.agree_swap", by, after={"swap": swap.pk, "visit": swap.visit_id})
    return swap


def decline_swap(pk: int, *, by: Actor) -> Swap:
    """No, and nobody minds."""
    with transaction.atomic():
        swap = _lock_swap(pk, by)
        if swap.state == SwapState.ASKED:
            swap.state, swap.answered_at = SwapState.DECLINED, now()
            swap.save()
            note(swap.visit.service, "help.decline_swap", by, after={"swap": swap.pk, "visit": swap.visit_id})
    return swap


def _lock_swap(pk: int, by: Actor) -> Swap:
    """The swap with both visits, all locked."""
    keys = Swap.objects.filter(pk=pk, taker=by.pk).values_list("visit", "other").first()
    if keys is None:
        raise Missing(_("Nobody asked you for this."), _("See your own visits."))
    visits = lock_visits(each for each in keys if each is not None)
    both = {by.pk, *(each.person_id for each in visits.values())}
    lock_turns(pk for pk in both if pk is not None)
    swap = lock_first(Swap.objects.all(), pk)
    if swap is None:
        raise Missing(_("Nobody asked you for this."), _("See your own visits."))
    swap.visit = visits[swap.visit_id]
    swap.other = visits.get(swap.other_id or 0)
    return swap


def _check_own(visit: Visit, by: Actor) -> None:
    if by.pk is None or visit.person_id != by.pk:
        raise Refused(_("This visit is not yours."), _("See your own visits."))
    if visit.state != VisitState.PLANNED:
        raise Conflict(
            _("This visit is “%(state)s” meanwhile.") % {"state": visit.get_state_display()},
            _("Look at it again; what can be done now is shown there."),
        )


def _can_be_had(other: Visit, taker_id: int, by: Actor) -> bool:
    """It is the taker's, still to come, and in a team of who would go instead."""
    theirs = other.person_id == taker_id and other.state == VisitState.PLANNED
    return theirs and is_in_team(by.pk, other)


def is_in_team(person: int | None, visit: Visit) -> bool:
    """A verified helper of the team that makes this visit."""
    return PostMember.objects.verified().filter(post=visit.service.post_id, person=person).exists()


def _check_asked(swap: Swap) -> None:
    if swap.state != SwapState.ASKED:
        raise _gone()


def _check_stands(swap: Swap) -> None:
    """Both still go where they went when it was asked, and each is of the team they would go for now."""
    visit, other = swap.visit, swap.other
    if not is_in_team(swap.taker_id, visit) or (other is not None and not is_in_team(swap.giver_id, other)):
        raise _gone()
    if (
        visit.state != VisitState.PLANNED
        or visit.person_id != swap.giver_id
        or visit.revision != swap.revision
    ):
        raise _gone()
    if other is not None and (other.state != VisitState.PLANNED or other.person_id != swap.taker_id):
        raise _gone()
    if other is None or other.day != visit.day:
        check_free(swap.taker_id, visit)
        if other is not None:
            check_free(swap.giver_id, other)


def _gone() -> Conflict:
    return Conflict(
        _("Somebody else goes there meanwhile."), _("Nothing to do for you; thank you."), code="gone"
    )


def _exchange(swap: Swap) -> None:
    """First nobody goes, then each the other's way: a day is taken once at any moment."""
    moved = [(swap.visit, swap.taker_id)]
    if swap.other is not None:
        moved.append((swap.other, swap.giver_id))
    Visit.objects.filter(pk__in=[visit.pk for visit, _person in moved]).update(person=None)
    for visit, person in moved:
        visit.person_id, visit.revision = person, visit.revision + 1
        visit.save(update_fields=["person", "revision", "updated_at"])
