"""What a report as done must show, as the category promises it."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Invalid

from ..enums import PhotoRole, ProofPolicy
from ..models import Case, CasePhoto
from .attach import attach_photos

BEFORE = (PhotoRole.REPORT, PhotoRole.BEFORE)


def attach_before(
    case: Case, photo_ids: Sequence[UUID], *, by: Actor, upload_token: str
) -> Sequence[CasePhoto]:
    return attach_photos(case, photo_ids, PhotoRole.BEFORE, by=by, upload_token=upload_token)


def lacks_before(case: Case) -> bool:
    """Is a photo from before the work still to be brought? What was reported with a photo in this round has one:
    it shows how it was. Prefetch ``photos`` to save a query."""
    return case.version.proof == ProofPolicy.BOTH and not any(
        each.role in BEFORE and each.round == case.round for each in case.photos.all()
    )


def check_proof(case: Case, *, has_after: bool) -> None:
    """:raises Invalid: naming the field whose photo is missing."""
    if lacks_before(case):
        raise Invalid(
            _("A photo from before the work is needed for this kind of case."),
            _("Add one that was taken on the spot before anything was changed."),
            field="before",
        )
    if case.version.proof != ProofPolicy.NONE and not has_after:
        raise Invalid(
            _("A photo of the result is needed for this kind of case."),
            _("Take one photo on the spot."),
            field="photos",
        )
