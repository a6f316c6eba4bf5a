"""Drawing the month's call-backs: by a keyed digest, so that nobody can choose which, and it can be drawn again;
and who calls, so that in each month every community calls for another."""

import hmac
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.paths import DISTRICT_LENGTH, STREET_LENGTH, inside

from ..enums import ClaimState, WishState
from ..models import CallBack, CallBackDraw, Claim, Station, Wish
from .callback_facts import facts

ASKED_ABOUT = (WishState.FULFILLED, WishState.PARTLY)


def draw_last_month() -> int:
    """The duty: whatever of last month is not drawn yet. How many call-backs."""
    return draw_callbacks((today().replace(day=1) - timedelta(days=1)).replace(day=1))


def draw_callbacks(month: date) -> int:
    """Draw ``month`` for every community with a station that fulfilled something in it. Drawn again, it is nothing.

    :returns: how many call-backs are new.
    """
    stations = list(Station.objects.open().order_by("community_id").values_list("community_id", flat=True))
    drawn = set(CallBackDraw.objects.filter(month=month).values_list("community_id", flat=True))
    return sum(_draw_for(path, month, stations) for path in stations if path not in drawn)


def _draw_for(community: str, month: date, stations: Sequence[str]) -> int:
    wishes = list(_fulfilled(community, month).values_list("pk", flat=True))
    if not wishes or not any(each != community for each in stations):
        return 0
    callers = {
        pk: checker_for(community, month, stations, _who_helped(pk)) for pk in chosen_of(wishes, month)
    }
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
    """Those of the month whom somebody can ring; where it was fulfilled in part, about what was done of it."""
    begins = timezone.make_aware(datetime.combine(month, time()), timezone.get_default_timezone())
    after = (month + timedelta(days=32)).replace(day=1)
    ends = timezone.make_aware(datetime.combine(after, time()), timezone.get_default_timezone())
    rows = Wish.objects.whole().filter(inside([community], field="place_id"), state__in=ASKED_ABOUT)
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


def checker_for(served: str, month: date, stations: Sequence[str], helped: Iterable[str] = ()) -> str | None:
    """Another community of the street, a further one each month; none that helped with it. Where there is none in the
    street, one of the neighbouring street, and then of the next. None where the district has no other.

    Without helpers from elsewhere, and with two or more in each street, every community calls for exactly one other.

    :param stations: the communities that have one, in order.
    """
    left_out = {served, *helped}
    rings = (_ring(served, month, street) for street in _streets(served, stations))
    return next((each for ring in rings for each in ring if each not in left_out), None)


def _streets(served: str, stations: Sequence[str]) -> list[list[str]]:
    """The communities of the district by street: the own, then those whose numbers are nearest."""
    found: dict[str, list[str]] = {}
    for path in stations:
        if path[:DISTRICT_LENGTH] == served[:DISTRICT_LENGTH]:
            found.setdefault(path[:STREET_LENGTH], []).append(path)
    own = int(served[:STREET_LENGTH])
    return [found[each] for each in sorted(found, key=lambda street: (abs(int(street) - own), street))]


def _ring(served: str, month: date, street: Sequence[str]) -> list[str]:
    """The others of a street, from a further one each month on."""
    at = street.index(served) + 1 if served in street else 0
    others = [each for each in (*street[at:], *street[:at]) if each != served]
    turn = (month.year * 12 + month.month) % len(others) if others else 0
    return [*others[turn:], *others[:turn]]


def _who_helped(wish_id: int) -> set[str]:
    of_it = Q(wish=wish_id) | Q(wish__parent=wish_id)
    rows = Claim.objects.filter(of_it, state=ClaimState.DONE)
    return set(rows.values_list("post__station__community_id", flat=True))
