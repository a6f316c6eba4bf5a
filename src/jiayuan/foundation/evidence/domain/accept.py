"""Taking in a photo: nothing that was sent is kept; what is kept was drawn anew from its pixels."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.ledger.domain.record import clean_nonce, record

from ..exif import Taken, read_taken
from ..fingerprint import difference_hash
from ..images import THUMBNAIL_SIDE, open_header, read_pixels, shrink, write_jpeg
from ..models import Photo
from ..sniff import recognise

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class _Prepared:
    """A photo redrawn, not yet stored."""

    full: bytes
    thumbnail: bytes
    width: int
    height: int
    fingerprint: str
    taken: Taken


def accept_photo(
    upload: Any,
    *,
    by: Actor,
    purpose: str,
    upload_token: str = "",
    keep_position: bool = False,
    nonce: str | None = None,
) -> Photo:
    """Check, redraw and store a photo.

    :param upload: an uploaded file; its name and declared type mean nothing.
    :param purpose: what it is for, such as ``case``: names the guard that later decides who sees it.
    :param upload_token: the session's token (``uploads.upload_token``), for visitors without an account.
    :param keep_position: keep the time and place of the EXIF in the row. The stored file never has them.
    :param nonce: the client's once-only number: the same photo sent again is the same photo.
    :raises Invalid: (field ``photo``) empty, too large, no photo, damaged, too many pixels.
    :raises Conflict: the nonce was used by somebody else.
    """
    kept_nonce = clean_nonce(nonce)
    token = hash_token(upload_token) if upload_token else ""
    earlier = _sent_before(kept_nonce, by, token)
    if earlier is not None:
        return earlier
    prepared = _prepare(_read(upload), keep_position)
    photo = Photo(
        purpose=purpose,
        width=prepared.width,
        height=prepared.height,
        bytes=len(prepared.full),
        sha256=sha256(prepared.full).hexdigest(),
        perceptual_hash=prepared.fingerprint,
        taken_at=prepared.taken.at,
        taken_latitude=prepared.taken.latitude,
        taken_longitude=prepared.taken.longitude,
        uploaded_by=by.person,
        upload_token=token,
        nonce=kept_nonce,
    )
    try:
        _store(photo, prepared, by)
    except IntegrityError:
        earlier = _sent_before(kept_nonce, by, token)
        if earlier is None:
            raise
        return earlier
    return photo


def _sent_before(nonce: str | None, by: Actor, token: str) -> Photo | None:
    photo = Photo.objects.filter(nonce=nonce).first() if nonce else None
    if photo is None:
        return None
    if (by.pk is not None and photo.uploaded_by_id == by.pk) or (token and photo.upload_token == token):
        return photo
    raise Conflict(_("This photo was sent from another session."), _("Choose the photo again."))


def _read(upload: Any) -> bytes:
    limit = settings.PHOTO_MAX_BYTES
    upload.seek(0)
    declared = getattr(upload, "size", None) or 0
    data: bytes = b"" if declared > limit else upload.read(limit + 1)
    size = max(declared, len(data))
    if size > limit:
        raise Invalid(
            _("The photo has %(size)s MB; the limit is %(limit)s MB.")
            % {"size": _megabytes(size), "limit": _megabytes(limit)},
            _("Choose a smaller size in the camera's settings, or send a screenshot of the photo."),
            field="photo",
        )
    if not data:
        raise Invalid(_("The photo is empty."), _("Send it again, or take a new one."), field="photo")
    return data


def _megabytes(size: int) -> str:
    return number_format(max(size / _MEGABYTE, 0.1), decimal_pos=0 if size % _MEGABYTE == 0 else 1)


def _prepare(data: bytes, keep_position: bool) -> _Prepared:
    image = open_header(data, recognise(data))
    taken = read_taken(image) if keep_position else Taken()
    pixels = read_pixels(image)
    return _Prepared(
        full=write_jpeg(pixels),
        thumbnail=write_jpeg(shrink(pixels, THUMBNAIL_SIDE)),
        width=pixels.width,
        height=pixels.height,
        fingerprint=difference_hash(pixels),
        taken=taken,
    )


def _store(photo: Photo, prepared: _Prepared, by: Actor) -> None:
    """Both files and the row, or none of them."""
    name = secrets.token_hex(16)
    try:
        photo.file.save(f"{name}.jpg", ContentFile(prepared.full), save=False)
        photo.thumbnail.save(f"{name}-small.jpg", ContentFile(prepared.thumbnail), save=False)
        with transaction.atomic():
            photo.save(force_insert=True)
            record(
                f"photo/{photo.pk}",
                "photo.accepted",
                by=by.person,
                on_behalf_of=by.on_behalf_of,
                after={"purpose": photo.purpose, "sha256": photo.sha256, "taken_at": _spoken(photo.taken_at)},
            )
    except BaseException:
        delete_files(photo)
        raise


def _spoken(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def delete_files(photo: Photo) -> None:
    """Remove a photo's files; those that are not there are no error."""
    for kept in (photo.file, photo.thumbnail):
        if kept.name:
            kept.storage.delete(kept.name)
