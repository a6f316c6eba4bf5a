"""Photos that came from a person: named with their links when handed out, without place and sender when forgotten."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from jiayuan.foundation.evidence.models import Photo

from ..models import CasePhoto


def linked_photos(photos: Iterable[CasePhoto]) -> list[dict[str, Any]]:
    """What is held of each photo. The links open for whoever may see the photo, signed in."""
    return [
        {
            "link": settings.PUBLIC_URL.rstrip("/") + reverse("photo", args=[each.photo_id, "full"]),
            "sent_at": each.photo.uploaded_at.isoformat(),
            "taken_at": each.photo.taken_at.isoformat() if each.photo.taken_at else None,
            "position": position_of(each.photo.taken_latitude, each.photo.taken_longitude),
            "shown_to_the_public": each.is_public,
        }
        for each in photos
    ]


def position_of(latitude: float | None, longitude: float | None) -> list[float] | None:
    """Latitude and longitude in WGS-84, or that there is none."""
    return None if latitude is None or longitude is None else [latitude, longitude]


def forget_photos(photos: QuerySet[CasePhoto]) -> None:
    """The picture stays with the case; who sent it, and where exactly they stood, goes."""
    Photo.objects.filter(case_photo__in=photos).update(
        uploaded_by=None, upload_token="", taken_latitude=None, taken_longitude=None
    )
