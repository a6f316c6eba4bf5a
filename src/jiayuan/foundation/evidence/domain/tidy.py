"""Photos that were sent and never used do not stay."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock import now as clock
from jiayuan.foundation.common.errors import Conflict, Missing
from jiayuan.foundation.ledger.domain.record import record

from ..models import Photo
from .accept import delete_files
from .see import sent_by

KEPT_UNUSED = timedelta(days=2)
_BATCH = 200


def unattached(photos: "QuerySet[Photo]") -> "QuerySet[Photo]":
    """Those that nothing in any module refers to."""
    for relation in Photo._meta.related_objects:  # noqa: SLF001 Django's documented name
        photos = photos.filter(**{f"{relation.field.related_query_name()}__isnull": True})
    return photos


def remove_photo(photo_id: UUID, *, by: Actor, upload_token: str = "") -> None:
    """Take back a photo one has sent.

    :raises Missing: no such photo, or somebody else's.
    :raises Conflict: it already belongs to something.
    """
    with transaction.atomic():
        mine = sent_by(by, upload_token).filter(pk=photo_id)
        photo = mine.select_for_update().first()
        if photo is None:
            raise Missing(_("There is no such photo."), _("It may have been removed already."))
        if not unattached(mine).exists():
            raise _already_used()
        _remove([photo], "photo.removed", by=by.person)


def discard_photo(photo: Photo, *, by: Any = None) -> None:
    """A photo that has served goes at once, with its files; whatever used it has let go of it before. Call inside a
    transaction."""
    _remove([photo], "photo.removed", by=by)


def _already_used() -> Conflict:
    return Conflict(
        _("The photo already belongs to what was sent."), _("Ask the community worker to take it out.")
    )


def remove_orphans(now: datetime | None = None) -> int:
    """Remove photos sent more than two days ago and attached to nothing; how many there were."""
    limit = (now or clock.now()) - KEPT_UNUSED
    removed, last = 0, UUID(int=0)
    while True:
        with transaction.atomic():
            old = unattached(Photo.objects.filter(uploaded_at__lt=limit, pk__gt=last)).order_by("pk")
            ids = list(old.values_list("pk", flat=True)[:_BATCH])
            if not ids:
                return removed
            last = ids[-1]
            # Asked again under the lock: meanwhile somebody may have used one.
            skip: dict[str, Any] = {"skip_locked": True} if connection.vendor == "postgresql" else {}
            held = list(
                Photo.objects.select_for_update(**skip).filter(pk__in=ids).values_list("pk", flat=True)
            )
            removed += _remove(unattached(Photo.objects.filter(pk__in=held)), "photo.expired")


def _remove(photos: Iterable[Photo], action: str, by: Any = None) -> int:
    removed = 0
    for photo in photos:
        try:
            with transaction.atomic():
                Photo.objects.filter(pk=photo.pk).delete()
                record(
                    f"photo/{photo.pk}",
                    action,
                    by=by,
                    before={"purpose": photo.purpose, "sha256": photo.sha256},
                )
        except ProtectedError:
            continue
        removed += 1
        transaction.on_commit(lambda gone=photo: delete_files(gone))  # type: ignore[misc]
    return removed
