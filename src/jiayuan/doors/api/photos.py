"""Photos: sending one, looking at it, taking it back."""

import secrets
from typing import Any, Literal
from uuid import UUID

from allauth.core import ratelimit
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from jiayuan.foundation.common.errors import Missing, TooMany
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.domain.see import may_see_photo
from jiayuan.foundation.evidence.domain.tidy import remove_photo
from jiayuan.foundation.evidence.keeping import answer_with
from jiayuan.foundation.evidence.models import Photo

from .outermost import nonce_of
from .schemas import PhotoSentOut
from .scopes import PHOTOS, SEE
from .shapes import addresses_of
from .visitors import Door, actor_of, upload_token_of

router = Router(tags=["photos"])
SIZES = {"full": "file", "thumb": "thumbnail"}


@router.post("", response={201: PhotoSentOut}, auth=Door(PHOTOS), summary="Send a photo")
def send(
    request: HttpRequest,
    photo: File[UploadedFile],
    keep_position: Form[bool] = False,
) -> Any:
    """JPEG, PNG, WebP or HEIC. It is drawn anew: nothing hidden in the file stays. With ``keep_position`` the time and
    place of the picture are read out of it first. A photo that nothing uses is gone after two days."""
    actor = actor_of(request)
    token = upload_token_of(request)
    if not actor.is_signed_in and not token:
        token = secrets.token_urlsafe(24)
    if not ratelimit.consume(request, action="photo", key=token or f"person/{actor.pk}"):
        raise TooMany(
            _("Too many photos were sent within an hour."), _("Wait a while, then go on."), retry_after=3600
        )
    kept = accept_photo(
        photo,
        by=actor,
        purpose="case",
        upload_token=token,
        keep_position=keep_position,
        nonce=nonce_of(request),
    )
    return Status(201, {"id": kept.pk, "upload_token": token} | addresses_of(kept.pk))


@router.get("/{photo_id}/{size}", auth=Door(SEE), summary="A photo", url_name="photo")
def show(request: HttpRequest, photo_id: UUID, size: Literal["full", "thumb"]) -> Any:
    """JPEG. Who may not see it is told that there is none."""
    actor = actor_of(request)
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None or not may_see_photo(photo, actor, upload_token_of(request)):
        raise _no_such_photo()
    try:
        content = getattr(photo, SIZES[size]).open("rb")
    except FileNotFoundError:
        raise _no_such_photo() from None
    return answer_with(request, photo, FileResponse(content, content_type="image/jpeg"), size)


@router.delete("/{photo_id}", response={204: None}, auth=Door(PHOTOS), summary="Take a photo back")
def remove(request: HttpRequest, photo_id: UUID) -> Any:
    """One's own, as long as nothing uses it."""
    remove_photo(photo_id, by=actor_of(request), upload_token=upload_token_of(request))
    return HttpResponse(status=204)


def _no_such_photo() -> Missing:
    return Missing(_("There is no such photo."), _("It may have been removed already."))
