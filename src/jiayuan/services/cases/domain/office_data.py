"""What is held of those who work on cases: their lists, and that a photo is theirs."""

from typing import Any

from jiayuan.foundation.evidence.models import Photo

from ..models import SavedView
from .personal_photos import position_of


def export_saved_views(person: Any) -> list[dict[str, Any]]:
    rows = SavedView.objects.filter(person=person).order_by("pk")
    return [{"name": each.name, "query": each.query} for each in rows]


def erase_saved_views(person: Any) -> int:
    return SavedView.objects.filter(person=person).delete()[0]


def export_sent_photos(person: Any) -> list[dict[str, Any]]:
    """Every photo they sent, whatever became of it."""
    return [
        {
            "number": str(each.pk),
            "purpose": each.purpose,
            "sent_at": each.uploaded_at.isoformat(),
            "taken_at": each.taken_at.isoformat() if each.taken_at else None,
            "position": position_of(each.taken_latitude, each.taken_longitude),
        }
        for each in Photo.objects.filter(uploaded_by=person).order_by("uploaded_at", "pk")
    ]


def erase_sent_photos(person: Any) -> int:
    """Proof of work stays proof, with the place of the work; who sent it goes. After reports and joinings, which know
    their photos by their sender."""
    return Photo.objects.filter(uploaded_by=person).update(uploaded_by=None, upload_token="")
