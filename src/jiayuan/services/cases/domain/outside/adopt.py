"""The unit takes over what somebody outside showed, as its own report: it answers for it from then on."""

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Invalid

from ...models import Case, CasePhoto, OutsideAnswer
from ...outside_enums import OutsideKind


def adopt_answer(case: Case, answer_id: int) -> list[CasePhoto]:
    """Its photos, which become photos of the case. Called with the case locked.

    :raises Invalid: there is no such answer in this round, or it was taken over before.
    """
    rows = OutsideAnswer.objects.filter(link__case=case, link__round=case.round, kind=OutsideKind.DONE)
    answer = rows.filter(pk=answer_id, adopted_at=None).first()
    if answer is None:
        raise Invalid(
            _("This answer was used already, or belongs to another case."),
            _("Look at the case again and choose anew."),
            field="outside_id",
        )
    photos = [
        CasePhoto(case=case, photo_id=each.photo_id, role=each.role, round=case.round)
        for each in answer.photos.all()
    ]
    CasePhoto.objects.bulk_create(photos)
    answer.adopted_at = now()
    answer.seen_at = answer.seen_at or answer.adopted_at
    answer.save(update_fields=["adopted_at", "seen_at"])
    return photos
