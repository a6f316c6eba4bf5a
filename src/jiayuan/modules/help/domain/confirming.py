"""Silence after it was done counts as yes; and what the desk is asked to do about it."""

from django.db import transaction

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.one_by_one import one_by_one
from jiayuan.foundation.ledger.domain.record import record

from ..enums import WishState
from ..models import Wish
from .ends import end_wish
from .locks import lock_wish
from .parts import follow_parts
from .services import count_services


def confirm_silent(limit: int = 500) -> int:
    """Wishes that are done and that nobody objected to in time are fulfilled. How many."""
    due = Wish.objects.filter(state=WishState.DONE, confirm_by__lte=now())
    keys = list(due.order_by("pk").values_list("pk", flat=True)[:limit])
    return one_by_one(keys, _confirm, what="done wish")


def _confirm(pk: int) -> int:
    with transaction.atomic():
        wish = lock_wish(pk)
        if wish.state != WishState.DONE or wish.confirm_by is None or wish.confirm_by > now():
            return 0
        released = end_wish(wish, WishState.FULFILLED)
        wish.revision += 1
        count_services(wish)
        wish.save()
        record(
            wish.stream,
            "help.confirm_silent",
            before={"state": WishState.DONE},
            after={"state": wish.state, **released},
            place_path=wish.place_id,
        )
        follow_parts(wish)
    return 1
