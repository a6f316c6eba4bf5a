"""What gatherings hold about a person: handed out, and forgotten."""

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.db.models import Q

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.services.voice.domain.forget import forget_ratings
from jiayuan.services.voice.models import Rating

from ..enums import LIVE, SignUpState
from ..models import CalendarFeed, SignUp
from .feedback import rater_of
from .offer import offer_free_seats
from .seats import end_rows

ERASED = ("person", "name", "phone", "consent")


def export_sign_ups(person: Any) -> list[dict[str, Any]]:
    """What they signed up for or were signed up for, the companions they named, and when they were there."""
    companions = Q(entered_by=person, group__isnull=False, person=None)
    rows = SignUp.objects.filter(Q(person=person) | Q(merged_into__person=person) | companions)
    found = list(rows.select_related("session__place", "role", "presence").order_by("pk"))
    own = {rater_of(row) for row in found if row.person_id == person.pk}
    ratings = defaultdict[str, list[dict[str, Any]]](list)
    for each in Rating.objects.filter(rater__in=own).order_by("pk"):
        said = {"at": each.rated_at.isoformat(), "score": each.score, "words": each.words}
        ratings[each.rater].append(said)
    return [
        _held(
            row, ratings[rater_of(row)], is_own=row.person_id == person.pk or row.merged_into_id is not None
        )
        for row in found
    ]


def erase_sign_ups(person: Any) -> int:
    """Seats still to come are given back; that somebody was there stays counted, who goes, and the companions' names.

    The person is locked, so no role may be (see :mod:`.locks`): who waits is offered the seats when this is through.
    """
    own = list(SignUp.objects.filter(person=person).select_related("session").order_by("pk"))
    merged = list(SignUp.objects.filter(merged_into__in=own, person=None).order_by("pk"))
    groups = [row.group for row in own if row.group is not None]
    beside = list(
        SignUp.objects.filter(group__in=groups, person=None).select_related("session").order_by("pk")
    )
    coming = [row for row in (*own, *beside) if row.state in LIVE and row.session.starts_at > now()]
    for row in coming:
        end_rows([row], SignUpState.CANCELLED)
        after = {"sign_ups": [row.pk], "role": row.role_id}
        record(row.session.stream, "gatherings.leave", after=after, place_path=row.session.place_id)
    for row in (*own, *beside, *merged):
        row.person, row.name, row.phone, row.consent = None, "", "", None
        row.save(update_fields=ERASED)
    for role_id in sorted({row.role_id for row in coming}):
        transaction.on_commit(lambda role_id=role_id: offer_free_seats(role_id))  # type: ignore[misc]
    forget_ratings(person, [], [rater_of(row) for row in (*own, *beside)])
    return len(own) + len(beside)


def erase_calendar_address(person: Any) -> int:
    return CalendarFeed.objects.filter(person=person).delete()[0]


def export_calendar_address(person: Any) -> str | None:
    """Since when a calendar of theirs reads along; the address itself is not kept."""
    made_at = CalendarFeed.objects.filter(person=person).values_list("made_at", flat=True).first()
    return made_at.isoformat() if made_at else None


def _held(row: SignUp, ratings: list[dict[str, Any]], *, is_own: bool) -> dict[str, Any]:
    presence = getattr(row, "presence", None)
    return {
        "what": row.session.title,
        "place": row.session.place.name,
        "starts_at": row.session.starts_at.isoformat(),
        "role": row.role.name,
        "state": row.state,
        "signed_at": row.signed_at.isoformat(),
        "companion": "" if is_own else row.name,
        "signed_up_as": {"name": row.name, "phone": row.phone} if is_own else None,
        "came": presence.in_at.isoformat() if presence else None,
        "went": presence.out_at.isoformat() if presence and presence.out_at else None,
        "minutes": presence.minutes if presence else None,
        "was_at_the_place": presence.in_within if presence else None,
        "ratings": ratings,
    }
