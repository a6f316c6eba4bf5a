"""What somebody outside answers by their link. It is evidence for the unit; the case does not move by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.evidence.domain.own import own_photos
from jiayuan.foundation.ledger.domain.record import clean_nonce, record

from ...enums import PhotoRole, ProofPolicy
from ...models import Case, OutsideAnswer, OutsideLink, OutsidePhoto
from ...outside_enums import OutsideKind
from ..attach import PURPOSE
from ..locking import lock_case
from ..proof import lacks_before
from .hold import check_holds, check_uses
from .tokens import find_link

FARTHEST = timedelta(days=365)


@dataclass(frozen=True)
class OutsideGiven:
    """What comes with an answer; each kind takes what it needs."""

    words: str = ""
    expected_on: date | None = None
    photo_ids: Sequence[UUID] = ()
    before_ids: Sequence[UUID] = ()
    upload_token: str = ""


def answer_outside(
    token: str, kind: OutsideKind, given: OutsideGiven, *, by: Actor, nonce: str | None = None
) -> OutsideAnswer:
    """Whoever holds the link answers, as the one it was sent to.

    :param by: who sent the photos: a session without an account, as a rule.
    :raises Missing, Gone: the link leads nowhere, or does not hold any more.
    :raises Conflict: it was answered for good, or somebody was quicker. :raises Invalid: naming the field.
    """
    nonce, found = clean_nonce(nonce), find_link(token)
    try:
        with transaction.atomic():
            case = lock_case(found.case_id)
            link = case.outside_links.select_for_update().get(pk=found.pk)
            known = link.answers.filter(nonce=nonce).first() if nonce else None
            if known is not None:
                return known
            check_holds(case, link)
            check_uses(link, kind)
            answer = _write(case, link, kind, given, by=by, nonce=nonce)
            _record(case, link, answer)
            return answer
    except IntegrityError as error:
        raise Conflict(
            _("An answer was just sent by this link."), _("Open it again to see what was answered.")
        ) from error


def _write(
    case: Case, link: OutsideLink, kind: OutsideKind, given: OutsideGiven, *, by: Actor, nonce: str | None
) -> OutsideAnswer:
    words = clean_words(given.words, field="words", limit=1000, required=kind != OutsideKind.TAKE)
    expected = _expected(given.expected_on) if kind == OutsideKind.TAKE else None
    answer = OutsideAnswer.objects.create(
        link=link, kind=kind, words=words, expected_on=expected, at=now(), nonce=nonce
    )
    photos = []
    for ids, role in ((given.before_ids, PhotoRole.BEFORE), (given.photo_ids, PhotoRole.AFTER)):
        if kind == OutsideKind.DONE:
            sent = own_photos(ids, purpose=PURPOSE, by=by, upload_token=given.upload_token)
            photos += [OutsidePhoto(answer=answer, photo=each, role=role) for each in sent]
    if kind == OutsideKind.DONE:
        _check_proof(case, {each.role for each in photos})
    OutsidePhoto.objects.bulk_create(photos)
    return answer


def _expected(day: date | None) -> date:
    if day is None or not today() <= day <= today() + FARTHEST:
        raise Invalid(
            _("On which day do you expect it to be done?"),
            _("Choose today or a later day."),
            field="expected_on",
        )
    return day


def _check_proof(case: Case, roles: set[PhotoRole | str]) -> None:
    """The same that the category asks of a unit's own report as done."""
    if case.version.proof != ProofPolicy.NONE and PhotoRole.AFTER not in roles:
        raise Invalid(
            _("A photo of the result is needed for this kind of case."),
            _("Take one photo on the spot."),
            field="photos",
        )
    if PhotoRole.BEFORE not in roles and lacks_before(case):
        raise Invalid(
            _("A photo from before the work is needed for this kind of case."),
            _("Add one that was taken on the spot before anything was changed."),
            field="before",
        )


def _record(case: Case, link: OutsideLink, answer: OutsideAnswer) -> None:
    """Nobody of the house did it: the entry names no person, but the addressee of the link."""
    case.revision += 1
    case.save(update_fields=["revision", "updated_at"])
    after: dict[str, object] = {
        "link": link.pk, "answer": answer.pk, "name": link.name, "role": "outside", "words": answer.words,
    }  # fmt: skip
    if answer.expected_on is not None:
        after["expected_on"] = answer.expected_on
    record(case.stream, f"cases.outside_{answer.kind}", after=after, place_path=case.place_id)
