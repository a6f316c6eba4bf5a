"""What is kept here about a person: handed out, and forgotten."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from ..models import Choice, Delivery, Notice, QuietHours

COVERED = {
    "notify.Choice": ("person",),
    "notify.QuietHours": ("person",),
    "notify.Notice": ("person", "phone", "title", "words"),
    "notify.Delivery": ("address",),
}


def export_notices(person: Any) -> dict[str, Any]:
    quiet = QuietHours.objects.filter(person=person).first()
    rows = _told(person).order_by("pk").prefetch_related("deliveries")
    return {
        "quiet_hours": str(quiet) if quiet else None,
        "choices": [
            {"kind": each.kind, "way": each.way, "wanted": each.is_wanted}
            for each in Choice.objects.filter(person=person).order_by("kind", "way")
        ],
        "notices": [
            {
                "at": notice.created_at.isoformat(),
                "title": notice.title,
                "words": notice.words,
                "number": notice.phone,
                "sent": [
                    {"way": each.way, "to": each.address, "state": each.state}
                    for each in notice.deliveries.all()
                ],
            }
            for notice in rows.iterator(chunk_size=200)
        ],
    }


def _told(person: Any) -> "QuerySet[Notice]":
    """What they were told, also what went to their bare number: before they had an account, or by a link. To a number
    that no code proved theirs, it went to somebody else."""
    theirs = Q(person=person)
    if person.proven_phone:
        theirs |= Q(person=None, phone=person.proven_phone)
    return Notice.objects.filter(theirs)


def _forget(notices: "QuerySet[Notice]") -> int:
    Delivery.objects.filter(notice__in=notices).delete()
    return notices.delete()[0]


def erase_notices(person: Any) -> int:
    """All of it; what was told stands in the ledger, without them."""
    return (
        _forget(_told(person))
        + Choice.objects.filter(person=person).delete()[0]
        + QuietHours.objects.filter(person=person).delete()[0]
    )


def forget_words(entry_ids: Sequence[int]) -> None:
    """Whoever was told of these entries was told in words taken from them: with what was said, these go. That and of
    what they were told stays."""
    Notice.objects.filter(entry__in=entry_ids).exclude(words="").update(words="")


def forget_links(streams: Collection[str], links: Collection[int], phones: Collection[str]) -> int:
    """Notices to these bare numbers about these links; for the room that has sent them (``params["link"]``)."""
    told = Notice.objects.filter(entry__stream_id__in=streams, person=None, phone__in=phones)
    return _forget(told.filter(params__link__in=[str(each) for each in links]))


def forget_numbers(streams: Collection[str], phones: Collection[str], blank: Callable[[str], str]) -> int:
    """Notices to these bare numbers about these subjects; for the room whose reporter asks to be forgotten. Others were
    told, too: neighbours, and whoever was asked outside. Theirs stay, and ``blank`` takes out of them what points to
    the reporter."""
    told = Notice.objects.filter(entry__stream_id__in=streams, person=None)
    count = _forget(told.filter(phone__in=phones))
    kept = list(told.select_for_update(of=("self",)).order_by("pk"))
    for notice in kept:
        notice.words = blank(notice.words)
    Notice.objects.bulk_update(kept, ["words"], batch_size=500)
    return count
