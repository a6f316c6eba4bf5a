"""Locks, always in one order: the wish that was split, then its part (or all of them by key), then claims by key, then
people by key, and the ledger last."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.locking import lock_first, lock_rows
from jiayuan.foundation.people.models import Person

from ..models import Claim, Wish


def no_such_wish() -> Missing:
    return Missing(
        _("There is no such wish."), _("See the wishes near you, or check the number on the slip.")
    )


def lock_wish(pk: int) -> Wish:
    """The wish as it is once nobody else can change it. Whoever changes a claim of it queues here too, and whoever
    changes a part queues at the whole: the parts of one wish end one after the other."""
    whole = Wish.objects.filter(pk=pk).values_list("parent_id", flat=True).first()
    if whole is not None:
        lock_rows(Wish, [whole])
    wish = lock_first(Wish.objects.select_related("place", "consent", "parent"), pk)
    if wish is None:
        raise no_such_wish()
    return wish


def lock_claim(pk: int) -> Claim:
    """The claim with its wish, both locked, the wish first."""
    wish_id = Claim.objects.filter(pk=pk).values_list("wish_id", flat=True).first()
    if wish_id is None:
        raise Missing(_("There is no such claim."), _("Look at your list of wishes."))
    wish = lock_wish(wish_id)
    lock_rows(Claim, [pk])
    claim = Claim.objects.select_related("post__station", "person").get(pk=pk)
    claim.wish = wish
    return claim


def lock_wisher(wisher_id: int | None, number: str) -> Person | None:
    """Whose a new wish will be, by their account or by the number alone; before it is written. If they are being
    forgotten that is over then, or it finds the wish."""
    if wisher_id is None and not number:
        return None
    theirs = Q(pk=wisher_id) if wisher_id is not None else Q(phone=number)
    return Person.objects.select_for_update(no_key=True).filter(theirs).first()


def lock_people(keys: Iterable[int]) -> None:
    """So that nobody takes on more than they may in two wishes at the same moment."""
    found = Person.objects.select_for_update(no_key=True).filter(pk__in=set(keys)).order_by("pk")
    list(found.values_list("pk", flat=True))
