"""Photos become part of a case."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.evidence.domain.own import own_photos

from ..enums import PhotoRole
from ..models import Case, CasePhoto, Joining

PURPOSE = "case"
"""Of photos of reports and of what was done about them."""


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
    photos = own_photos(photo_ids, purpose=PURPOSE, by=by, upload_token=upload_token)
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
