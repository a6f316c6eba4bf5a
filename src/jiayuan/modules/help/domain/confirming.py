"""Silence after it was done counts as yes; and what the desk is asked to do about it."""

from django.db import transaction

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.ledger.domain.record import record

from ..enums import WishState
from ..models import Wish
from .fund_book import let_go_of_wishes
from .ladder import leave_ladder
from .locks import lock_wish
from .services import count_services


def confirm_silent(limit: int = 500) -> int:
    """Wishes that are done and that nobody objected to in time are fulfilled. How many."""
    due = Wish.objects.filter(state=WishState.DONE, confirm_by__lte=now())
    return sum(_confirm(pk) for pk in list(due.order_by("pk").values_list("pk", flat=True)[:limit]))


def _confirm(pk: int) -> int:
    with transaction.atomic():
        wish = lock_wish(pk)
        if wish.state != WishState.DONE or wish.confirm_by is None or wish.confirm_by > now():
            return 0
        wish.state, wish.ended_at = WishState.FULFILLED, now()
        wish.revision += 1
        leave_ladder(wish)
        count_services(wish)
        wish.save()
        let_go_of_wishes([wish.pk])
        record(
            wish.stream,
            "help.confirm_silent",
            before={"state": WishState.DONE},
            after={"state": wish.state},
            place_path=wish.place_id,
        )
    return 1
