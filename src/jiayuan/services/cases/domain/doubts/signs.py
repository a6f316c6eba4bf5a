"""The signs that a case may have been closed on paper only: each a small rule with its threshold, and when it is asked.

A sign is a reason to look twice and nothing else. A rule gives what it measured, or nothing. That the same was
reported again is noticed later, by the clock: see ``again.py``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.evidence.domain.reuse import reused
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.geo import metres_between
from jiayuan.services.voice.models import Rating

from ...doubt_enums import DoubtKind
from ...enums import Action, PhotoRole, ProofPolicy, Stage, State
from ...models import Case, CasePhoto, StageRun
from ...numbers import number_of

Measured = Mapping[str, int | str]
LOOKED_BACK = 20
"""How many of the latest cases of a kind say what is usual for it."""
FEWEST = 5
"""With fewer than these nothing is usual yet."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Sign:
    """``allowed`` is the threshold, in the unit that ``measure`` measures in; ``at`` the act at which it is asked."""

    kind: DoubtKind
    at: Action
    allowed: int
    measure: Callable[[Case, int], Measured | None]


def _results(case: Case) -> Sequence[Photo]:
    """The photos of the result in this round."""
    rows = CasePhoto.objects.filter(case=case, role=PhotoRole.AFTER, round=case.round)
    return [each.photo for each in rows.select_related("photo")]


def no_photo(case: Case, allowed: int) -> Measured | None:
    """No photo of the result, though the category asks for one or at least ``allowed`` per cent of the latest cases of
    its kind had one."""
    if _results(case):
        return None
    if case.version.proof != ProofPolicy.NONE:
        return {"is_asked": 1}
    alike = Case.objects.filter(version__category=case.version.category_id, state=State.CLOSED)
    latest = list(alike.order_by("-pk").values_list("pk", flat=True)[:LOOKED_BACK])
    if len(latest) < FEWEST:
        return None
    shown = CasePhoto.objects.filter(case__in=latest, role=PhotoRole.AFTER)
    share = 100 * shown.values("case").distinct().count() // len(latest)
    return {"share": share, "many": len(latest), "allowed": allowed} if share >= allowed else None


def used_before(case: Case, allowed: int) -> Measured | None:
    """A photo of the result that looks like one of another case, or like one from before the work; the hashes differ in
    at most ``allowed`` of 64 bits. Photos of one form are stored in any order: of this case those from before count
    whenever they came."""
    for photo in _results(case):
        alike = [each.pk for each in reused(photo, allowed)]
        if not alike:
            continue
        came_first = Q(photo__uploaded_at__lte=photo.uploaded_at) | Q(case=case, role=PhotoRole.BEFORE)
        rows = CasePhoto.objects.filter(came_first, photo__in=alike)
        rows = rows.exclude(case=case, round=case.round, role__in=(PhotoRole.AFTER, PhotoRole.VERIFY))
        earlier = rows.order_by("pk").values_list("case_id", flat=True).first()
        if earlier is not None:
            return {"number": number_of(earlier), "is_own": int(earlier == case.pk)}
    return None


def far_away(case: Case, allowed: int) -> Measured | None:
    """Every photo of the result that says where it was taken was taken more than ``allowed`` metres from the pin."""
    if case.latitude is None or case.longitude is None:
        return None
    pin = (case.latitude, case.longitude)
    distances = [
        metres_between(pin, (each.taken_latitude, each.taken_longitude))
        for each in _results(case)
        if each.taken_latitude is not None and each.taken_longitude is not None
    ]
    nearest = round(min(distances, default=0))
    return {"metres": nearest, "allowed": allowed} if nearest > allowed else None


def long_before(case: Case, allowed: int) -> Measured | None:
    """The latest photo of the result is older than ``allowed`` hours, or than the round itself."""
    taken = [each.taken_at for each in _results(case) if each.taken_at is not None]
    if not taken:
        return None
    hours = (now() - max(taken)) // HOUR
    begun = _begun(case)
    if max(taken) < begun:
        return {"hours": hours, "is_older": 1}
    return {"hours": hours, "allowed": allowed} if hours > allowed else None


def _begun(case: Case) -> datetime:
    """When this round was reported."""
    first = StageRun.objects.filter(case=case, round=case.round).order_by("pk").first()
    return case.reported_at if first is None or case.round == 1 else first.since


def within_minutes(case: Case, allowed: int) -> Measured | None:
    """Handed in less than ``allowed`` minutes after it was accepted, or came back."""
    acts = [f"cases.{each}" for each in (Action.ACCEPT, Action.FAIL)]
    begun = Entry.objects.filter(stream_id=case.stream, action__in=acts).order_by("-number").first()
    if begun is None:
        return None
    minutes = (now() - begun.at) // timedelta(minutes=1)
    return {"minutes": minutes, "allowed": allowed} if minutes < allowed else None


def reopened(case: Case, allowed: int) -> Measured | None:
    """Reopened within ``allowed`` days after it was closed. The round that is in doubt is the one before."""
    closings = StageRun.objects.filter(case=case, round=case.round - 1, stage=Stage.CLOSING)
    closing = closings.order_by("-pk").first()
    if closing is None or closing.ended_at is None:
        return None  # it was never taken up
    days = (now() - closing.ended_at).days
    return {"days": days} if days <= allowed else None


def rated_low(case: Case, allowed: int) -> Measured | None:
    """Rated with at most ``allowed`` stars, by any of those who followed it."""
    rating = Rating.objects.filter(subject=case.stream, round=case.round).order_by("score").first()
    return {"score": rating.score} if rating is not None and rating.score <= allowed else None


SIGNS: tuple[Sign, ...] = (
    Sign(DoubtKind.NO_PHOTO, Action.HAND_IN, 60, no_photo),
    Sign(DoubtKind.REUSED, Action.HAND_IN, 6, used_before),
    Sign(DoubtKind.FAR, Action.HAND_IN, 200, far_away),
    Sign(DoubtKind.OLD, Action.HAND_IN, 72, long_before),
    Sign(DoubtKind.QUICK, Action.HAND_IN, 5, within_minutes),
    Sign(DoubtKind.REOPENED, Action.REOPEN, 30, reopened),
    Sign(DoubtKind.RATED_LOW, Action.RATE, 2, rated_low),
)
"""The thresholds, in one place: per cent, bits, metres, hours, minutes, days, stars."""
