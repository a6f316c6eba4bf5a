"""Drawing the month's call-backs: by a keyed digest, so that nobody can choose which, and it can be drawn again;
and who calls, so that in each month every community calls for another."""

import hmac
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.paths import inside

from ..enums import ClaimState, WishState
from ..models import CallBack, CallBackDraw, Claim, Station, Wish
from .callback_facts import facts

STREET_LENGTH, COMMUNITY_LENGTH = 9, 12


def draw_last_month() -> int:
    """The duty: whatever of last month is not drawn yet. How many call-backs."""
    return draw_callbacks((today().replace(day=1) - timedelta(days=1)).replace(day=1))


def draw_callbacks(month: date) -> int:
    """Draw ``month`` for every community with a station that fulfilled something in it. Drawn again, it is nothing.

    :returns: how many call-backs are new.
    """
    stations = Station.objects.open().order_by("community_id").values_list("community_id", flat=True)
    drawn = set(CallBackDraw.objects.filter(month=month).values_list("community_id", flat=True))
    streets: dict[str, list[str]] = {}
    for path in stations:
        streets.setdefault(path[:STREET_LENGTH], []).append(path)
    return sum(
        _draw_for(path, month, paths)
        for paths in streets.values()
        if len(paths) > 1
        for path in paths
        if path not in drawn
    )


def _draw_for(community: str, month: date, street: Sequence[str]) -> int:
    wishes = list(_fulfilled(community, month).values_list("pk", flat=True))
    if not wishes:
        return 0
    callers = {pk: checker_for(community, month, street, _who_helped(pk)) for pk in chosen_of(wishes, month)}
    chosen = {pk: caller for pk, caller in callers.items() if caller is not None}
    try:
        with transaction.atomic():
            draw = CallBackDraw.objects.create(
                community_id=community, month=month, fulfilled=len(wishes), drawn=len(chosen)
            )
            for pk, caller in chosen.items():
                _call_for(draw, pk, caller)
    except IntegrityError:  # another process drew it at the same moment
        return 0
    return len(chosen)


def chosen_of(wishes: Iterable[int], month: date) -> list[int]:
    """The share of them whose digests are the smallest; at least one, so that no community is never called for."""
    ranked = sorted(wishes, key=lambda pk: _digest(f"{month:%Y-%m}/{pk}"))
    return ranked[: max(1, -(-len(ranked) * facts()["share"] // 100))]


def _digest(text: str) -> bytes:
    return hmac.new(f"callbacks/{settings.SECRET_KEY}".encode(), text.encode(), sha256).digest()


def _fulfilled(community: str, month: date) -> Any:
    """Those of the month whom somebody can ring."""
    begins = timezone.make_aware(datetime.combine(month, time()), timezone.get_default_timezone())
    after = (month + timedelta(days=32)).replace(day=1)
    ends = timezone.make_aware(datetime.combine(after, time()), timezone.get_default_timezone())
    rows = Wish.objects.filter(inside([community], field="place_id"), state=WishState.FULFILLED)
    rows = rows.filter(ended_at__gte=begins, ended_at__lt=ends, forgotten_at=None, callback=None)
    return rows.filter(contact__isnull=False).exclude(contact__phone="").order_by("pk")


def _call_for(draw: CallBackDraw, wish_id: int, caller: str) -> None:
    term = Term(facts()["working_days"], TermUnit.WORKING_DAYS)
    found = CallBack.objects.create(
        wish_id=wish_id,
        draw=draw,
        served_id=draw.community_id,
        checker_id=caller,
        due_at=deadline(now(), term),
    )
    after = {"month": f"{draw.month:%Y-%m}"}
    record(found.stream, "help.callback_drawn", after=after, place_path=caller, begins=True)


def checker_for(served: str, month: date, street: Sequence[str], helped: Iterable[str] = ()) -> str | None:
    """Another community of the street, a further one each month; none that helped with it. None where there is none.

    Without helpers from elsewhere every community calls for exactly one other.
    """
    others = len(street) - 1
    at, turn = street.index(served), (month.year * 12 + month.month) % others if others else 0
    ring = [street[(at + 1 + (turn + step) % others) % len(street)] for step in range(others)]
    left_out = {served, *helped}
    return next((each for each in ring if each not in left_out), None)


def _who_helped(wish_id: int) -> set[str]:
    rows = Claim.objects.filter(wish=wish_id, state=ClaimState.DONE)
    return set(rows.values_list("post__station__community_id", flat=True))
