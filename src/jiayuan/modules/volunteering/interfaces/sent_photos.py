"""Photos that come with a form."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Invalid, TooMany
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.domain.see import sent_by
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.evidence.uploads import upload_token

from ..domain.paper_photos import PURPOSE

MOST_PHOTOS = 3


def photos_of(request: HttpRequest, by: Actor, nonce: str) -> list[UUID]:
    """Photos sent along, taken in; sent again with the same nonce they are the same photos."""
    files = request.FILES.getlist("photos")
    if len(files) > MOST_PHOTOS:
        raise Invalid(
            _("At most three photos can be added."), _("Choose those that show it best."), field="photos"
        )
    return [each.pk for each in _taken_in(request, files, by, "case", f"shop-photo/{by.pk}/{nonce}")]


def paper_photo(request: HttpRequest, by: Actor, nonce: str) -> Photo | None:
    """The photo of a paper; the one sent before with this nonce where the form came back and none was chosen anew."""
    own = f"paper-photo/{by.pk}/{nonce}"
    taken = _taken_in(request, request.FILES.getlist("photo")[:1], by, PURPOSE, own)
    return taken[0] if taken else sent_by(by).filter(purpose=PURPOSE, nonce=f"{own}/0").first()


def _taken_in(request: HttpRequest, files: Sequence[Any], by: Actor, purpose: str, own: str) -> list[Photo]:
    token, found = upload_token(request), []
    for number, upload in enumerate(files):
        if not ratelimit.consume(request, action="photo", key=token):
            raise TooMany(_("Too many photos were sent within an hour."), _("Wait a while, then go on."))
        found.append(
            accept_photo(upload, by=by, purpose=purpose, upload_token=token, nonce=f"{own}/{number}")
        )
    return found
