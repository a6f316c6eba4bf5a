"""Photos become part of a case."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.evidence.models import Photo

from ..enums import PhotoRole
from ..models import Case, CasePhoto, Joining

MOST = 6


def attach_photos(
    case: Case,
    photo_ids: Sequence[UUID],
    role: PhotoRole,
    *,
    by: Actor,
    upload_token: str,
    joining: Joining | None = None,
) -> list[CasePhoto]:
    """Attach photos that this actor or this session sent and nobody used yet."""
    photos = own_photos(photo_ids, by=by, upload_token=upload_token)
    if not photos:
        return []
    try:
        with transaction.atomic():
            return CasePhoto.objects.bulk_create(
                [
                    CasePhoto(case=case, photo=each, role=role, round=case.round, joining=joining)
                    for each in photos
                ]
            )
    except IntegrityError as error:
        raise Conflict(_("A photo was just used for another case."), _("Choose the photo again.")) from error


def named_photos(attached: Sequence[CasePhoto]) -> dict[str, object]:
    """What the ledger says of them beside the act that they came with, so that the timeline shows each photo there and
    nowhere else; nothing where no photo came along."""
    return {"photos": [str(each.photo_id) for each in attached]} if attached else {}


def own_photos(photo_ids: Sequence[UUID], *, by: Actor, upload_token: str) -> list[Photo]:
    """Those photos, in their order. :raises Invalid: one was used already, or came from somebody else."""
    wanted = list(dict.fromkeys(photo_ids))
    if len(wanted) > MOST:
        raise Invalid(
            _("At most six photos can be added."), _("Choose the six that show it best."), field="photos"
        )
    if not wanted:
        return []
    mine = Q(pk__in=[])
    if upload_token:
        mine |= Q(upload_token=hash_token(upload_token))
    if by.pk is not None:
        mine |= Q(uploaded_by_id=by.pk)
    free = Photo.objects.filter(mine, pk__in=wanted, case_photo=None, outside_photo=None, appeal=None)
    found = {photo.pk: photo for photo in free}
    if len(found) < len(wanted):
        raise Invalid(
            _("A photo has not arrived or was used already."), _("Choose the photo again."), field="photos"
        )
    return [found[each] for each in wanted]
