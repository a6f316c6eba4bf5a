"""Photos sent along with a wish: seen by whoever reads its words, never on the card, and gone with who wished."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.evidence.domain.own import own_photos
from jiayuan.foundation.evidence.domain.tidy import discard_photo
from jiayuan.foundation.evidence.keeping import Keeping
from jiayuan.foundation.evidence.models import Photo

from ..limits import MOST_PICTURES
from ..models import Wish, WishPicture
from .queries.seen import see

PURPOSE = "wish-shown"


def too_many_pictures() -> Invalid:
    return Invalid(
        _("A wish takes at most %(most)s photos.") % {"most": MOST_PICTURES},
        _("Choose those that show it best."),
        field="photos",
    )


def own_pictures(ids: Sequence[UUID], *, by: Actor, upload_token: str = "") -> list[Photo]:
    """What this person, or this session, sent and did not use yet.

    :raises Invalid: (field ``photos``) too many; gone, used already or of somebody else.
    """
    if len(set(ids)) > MOST_PICTURES:
        raise too_many_pictures()
    return own_photos(ids, purpose=PURPOSE, by=by, upload_token=upload_token)


def attach_pictures(wish: Wish, photos: Sequence[Photo]) -> None:
    """:raises Conflict: one was used for something else in the same moment."""
    try:
        with transaction.atomic():
            WishPicture.objects.bulk_create([WishPicture(wish=wish, photo=each) for each in photos])
    except IntegrityError as error:
        raise Conflict(
            _("A photo was just used for something else."), _("Choose the photo again."), field="photos"
        ) from error


def may_see_picture(actor: Actor, photo: Any) -> bool:
    """Whoever reads the words of the wish, but for who has nothing but its slip."""
    row = WishPicture.objects.select_related("wish__parent").filter(photo=photo).first()
    if row is None:
        return False
    try:
        return see(row.wish, actor).shows_recordings
    except Missing:
        return False


def keeping_of_picture(_photo: Any) -> Keeping:
    """No phone keeps it: who may see it changes with each claim."""
    return Keeping.NEVER


def let_go_of_pictures(wishes: Iterable[Wish]) -> None:
    """Rows and files, of wishes that are locked. Call inside a transaction."""
    for row in WishPicture.objects.select_related("photo").filter(wish__in=list(wishes)):
        row.delete()
        discard_photo(row.photo)
