"""What is kept here about a person: handed out, and forgotten."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from ..models import Choice, Delivery, Notice, QuietHours

COVERED = {
    "notify.Choice": ("person",),
    "notify.QuietHours": ("person",),
    "notify.Notice": ("person", "title", "words"),
    "notify.Delivery": ("address",),
}


def export_notices(person: Any) -> dict[str, Any]:
    quiet = QuietHours.objects.filter(person=person).first()
    rows = Notice.objects.filter(person=person).order_by("pk").prefetch_related("deliveries")
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
                "sent": [
                    {"way": each.way, "to": each.address, "state": each.state}
                    for each in notice.deliveries.all()
                ],
            }
            for notice in rows.iterator(chunk_size=200)
        ],
    }


def erase_notices(person: Any) -> int:
    """All of it; what was told stands in the ledger, without them."""
    gone = Notice.objects.filter(person=person)
    Delivery.objects.filter(notice__in=gone).delete()
    count = gone.delete()[0]
    return (
        count
        + Choice.objects.filter(person=person).delete()[0]
        + QuietHours.objects.filter(person=person).delete()[0]
    )


def forget_words(entry_ids: Sequence[int]) -> None:
    """Whoever was told of these entries was told in words taken from them: with what was said, these go. That and of
    what they were told stays."""
    Notice.objects.filter(entry__in=entry_ids).exclude(words="").update(words="")


def forget_numbers(streams: Collection[str], phones: Collection[str], blank: Callable[[str], str]) -> int:
    """Notices to these bare numbers about these subjects; for the room whose reporter asks to be forgotten. Others were
    told, too: neighbours, and whoever was asked outside. Theirs stay, and ``blank`` takes out of them what points to
    the reporter."""
    told = Notice.objects.filter(entry__stream_id__in=streams, person=None)
    gone = told.filter(phone__in=phones)
    Delivery.objects.filter(notice__in=gone).delete()
    count = gone.delete()[0]
    kept = list(told.select_for_update(of=("self",)).order_by("pk"))
    for notice in kept:
        notice.words = blank(notice.words)
    Notice.objects.bulk_update(kept, ["words"], batch_size=500)
    return count
