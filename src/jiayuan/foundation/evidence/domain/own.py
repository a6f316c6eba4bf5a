"""Photos that somebody sent and that are still free, for what they were sent for."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Invalid

from ..models import Photo
from .see import sent_by
from .tidy import unattached

MOST = 6
"""Photos that come with one form."""


def own_photos(photo_ids: Sequence[UUID], *, purpose: str, by: Actor, upload_token: str = "") -> list[Photo]:
    """Those photos, in their order.

    :raises Invalid: (field ``photos``) one was used already, is gone, was sent for something else or by somebody else.
    """
    wanted = list(dict.fromkeys(photo_ids))
    if len(wanted) > MOST:
        raise too_many()
    if not wanted:
        return []
    found = {photo.pk: photo for photo in _free(wanted, purpose, by, upload_token)}
    if len(found) < len(wanted):
        raise Invalid(
            _("A photo has not arrived or was used already."), _("Choose the photo again."), field="photos"
        )
    return [found[each] for each in wanted]


def still_own(photo_ids: Sequence[UUID], *, purpose: str, by: Actor, upload_token: str = "") -> list[UUID]:
    """Those of them that can be used, in their order: a form that comes back keeps these and no others."""
    free = {photo.pk for photo in _free(photo_ids, purpose, by, upload_token)} if photo_ids else set()
    return [each for each in photo_ids if each in free]


def too_many() -> Invalid:
    return Invalid(
        _("At most six photos can be added."), _("Choose the six that show it best."), field="photos"
    )


def _free(photo_ids: Sequence[UUID], purpose: str, by: Actor, upload_token: str) -> Iterable[Photo]:
    return unattached(sent_by(by, upload_token).filter(pk__in=photo_ids, purpose=purpose))
