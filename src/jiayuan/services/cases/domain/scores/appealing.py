"""A unit, or the desk of a place, appeals one line of a frozen month."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.evidence.domain.own import own_photos
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.record import already_recorded, record

from ...appeal_enums import AppealGround
from ...appeal_rules import APPEAL, DECIDE_TERM, speaks_for_the_unit
from ...models import Appeal, ScoreLine
from ..attach import PURPOSE


def find_line(pk: int) -> ScoreLine:
    """With all that its page and its rules ask for. :raises Missing: there is none."""
    rows = ScoreLine.objects.select_related("month", "case", "unit", "place", "version")
    line = rows.defer("place__boundary").prefetch_related("corrections").filter(pk=pk).first()
    if line is None:
        raise Missing(_("There is no such line."), _("Choose one in the list of the month."))
    return line


def appeal_line(
    pk: int,
    ground: str,
    words: str,
    *,
    by: Actor,
    photo_ids: Sequence[UUID] = (),
    upload_token: str = "",
    nonce: str | None = None,
) -> Appeal:
    """Say why a line is wrong. The line and the figures stay as they are until somebody above decides.

    :raises Refused: not theirs, not in the score, or too late. :raises Conflict: it was appealed before.
    :raises Invalid: no ground, no words, or more than one photo.
    """
    line = find_line(pk)
    gate(by, APPEAL, line)
    known = already_recorded(nonce)
    if known is not None and known.stream_id == line.case.stream:
        return Appeal.objects.get(line=line)
    if ground not in AppealGround.values:
        raise Invalid(_("Name a ground."), _("Choose the one that fits best."), field="ground")
    said = clean_words(words, field="words", limit=500)
    photo = _photo(photo_ids, by, upload_token)
    for_unit = speaks_for_the_unit(by, line)
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                line=line,
                for_unit=for_unit,
                for_district=not for_unit and not by.reach.holds([Role.COMMUNITY_WORKER], line.place_id),
                ground=ground,
                words=said,
                photo=photo,
                asked_by=by.person,
                asked_at=now(),
                decide_by=deadline(now(), DECIDE_TERM),
            )
            _record(appeal, by, nonce)
    except IntegrityError as error:
        raise Conflict(
            _("This line was appealed before."),
            _("A line can be appealed once; how it stands is on its page."),
        ) from error
    return appeal


def _photo(photo_ids: Sequence[UUID], by: Actor, upload_token: str) -> Photo | None:
    photos = own_photos(photo_ids, purpose=PURPOSE, by=by, upload_token=upload_token)
    if len(photos) > 1:
        raise Invalid(
            _("One photo goes with an appeal."), _("Keep the one that shows it best."), field="photos"
        )
    return photos[0] if photos else None


def _record(appeal: Appeal, by: Actor, nonce: str | None) -> None:
    case = appeal.line.case
    record(
        case.stream,
        "cases.appeal",
        by=by.person,
        after={
            "line": appeal.line_id,
            "appeal": appeal.pk,
            "month": str(appeal.line.month),
            "appeal_ground": appeal.ground,
            "words": appeal.words,
            "role": "unit" if appeal.for_unit else "desk",
        },
        place_path=case.place_id,
        nonce=nonce,
    )
