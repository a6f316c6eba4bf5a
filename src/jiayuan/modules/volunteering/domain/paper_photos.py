"""Photos of papers: sent by the volunteer, looked at by who verifies, gone once the paper is verified.

A certificate shows a face, a date of birth, sometimes the number of an identity card: more than anybody needs to know
after it was seen. So it is kept for one purpose and no longer; that somebody saw it, who and when, stays.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.evidence.domain.see import sent_by
from jiayuan.foundation.evidence.domain.tidy import discard_photo
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.record import record

from ..models import Qualification, Volunteer
from ..volunteer_rules import VERIFY

PURPOSE = "qualification"


def own_photo(photo: Photo, by: Actor) -> Photo:
    """:raises Missing: sent by somebody else, or for something else."""
    if photo.purpose != PURPOSE or not sent_by(by).filter(pk=photo.pk).exists():
        raise Missing(_("There is no such photo."), _("Choose the photo again."))
    return photo


def look_at_photo(pk: int, *, by: Actor) -> Photo:
    """The photo of a paper that waits to be verified; each look is recorded.

    :raises Missing: no such paper, or its photo is gone. :raises Refused: ``by`` does not verify it.
    """
    found = Qualification.objects.select_related("volunteer", "evidence").filter(pk=pk).first()
    if found is None or found.evidence is None:
        raise Missing(_("There is no such photo."), _("It goes once the paper is verified."))
    gate(by, VERIFY, found.volunteer)
    with transaction.atomic():
        volunteer = found.volunteer
        record(
            volunteer.stream, "volunteering.look_at_paper", by=by.person, after={"kind": found.kind},
            place_path=volunteer.community_id,
        )  # fmt: skip
    return found.evidence


def let_go(qualification: Qualification, *, by: Any = None) -> None:
    """Its photo has served. Call inside a transaction; the row is saved."""
    photo, qualification.evidence = qualification.evidence, None
    if photo is not None:
        qualification.save(update_fields=["evidence", "updated_at"])
        discard_photo(photo, by=by)


def forget_photos(volunteer: Volunteer) -> int:
    """All of one volunteer's; how many there were."""
    rows = list(volunteer.qualifications.filter(evidence__isnull=False).select_related("evidence"))
    for each in rows:
        let_go(each)
    return len(rows)


def may_see_paper(_actor: Actor, _photo: Photo) -> bool:
    """Nobody by its address but who sent it: whoever verifies looks at it through a page that records that."""
    return False
