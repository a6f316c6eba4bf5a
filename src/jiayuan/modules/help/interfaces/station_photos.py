"""Photos of a station that come with a form."""

from collections.abc import Sequence
from uuid import UUID

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Invalid, TooMany
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.uploads import upload_token

from ..domain.items import PURPOSE
from ..limits import MOST_ITEM_PHOTOS


def photos_sent(request: HttpRequest, by: Actor, nonce: str) -> Sequence[UUID]:
    """Taken in; sent again with the same nonce they are the same photos. :raises Invalid, TooMany: in words."""
    files, token = request.FILES.getlist("photos"), upload_token(request)
    if len(files) > MOST_ITEM_PHOTOS:
        raise Invalid(
            _("At most three photos can be added."), _("Choose those that show it best."), field="photos"
        )
    found = []
    for number, upload in enumerate(files):
        if not ratelimit.consume(request, action="photo", key=token):
            raise TooMany(_("Too many photos were sent within an hour."), _("Wait a while, then go on."))
        own = f"station-photo/{by.pk}/{nonce}/{number}"
        found.append(accept_photo(upload, by=by, purpose=PURPOSE, upload_token=token, nonce=own).pk)
    return found
