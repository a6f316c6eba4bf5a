"""Papers that say what somebody may do: shown, verified by another, reminded of before they run out."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.notify.domain.tell import Said, tell

from ..models import Qualification
from ..volunteer_rules import ADD_QUALIFICATION, VERIFY
from .paper_photos import let_go, own_photo
from .volunteers import lock_volunteer

REMIND_DAYS = 30
"""Before the last day."""
AT_ONCE = 500


def add_qualification(
    volunteer_pk: int,
    *,
    kind: str,
    issued_on: date | None,
    expires_on: date | None = None,
    number: str = "",
    evidence: Any = None,
    by: Actor,
) -> Qualification:
    """Show a paper. It counts once the office of the community has verified it.

    :param evidence: a photo of it that ``by`` sent before, or None; a paper with the same photo is the same paper.
    :raises Refused, Invalid, Missing: each in words.
    """
    with transaction.atomic():
        volunteer = lock_volunteer(volunteer_pk)
        gate(by, ADD_QUALIFICATION, volunteer)
        if evidence is not None:
            sent = volunteer.qualifications.filter(evidence=own_photo(evidence, by)).first()
            if sent is not None:
                return sent
        said = clean_words(kind, field="kind", limit=60)
        if issued_on is None or issued_on > today():
            raise Invalid(_("When was it issued?"), _("Choose a day up to today."), field="issued_on")
        if expires_on is not None and expires_on < issued_on:
            raise Invalid(
                _("It would run out before it was issued."),
                _("Look at the two days again."),
                field="expires_on",
            )
        made = Qualification.objects.create(
            volunteer=volunteer,
            kind=said,
            number=clean_words(number, field="number", limit=40, required=False),
            issued_on=issued_on,
            expires_on=expires_on,
            evidence=evidence,
        )
        _record(made, "volunteering.add_qualification", by, {"kind": said, "expires_on": expires_on})
    return made


def verify_qualification(pk: int, *, by: Actor) -> Qualification:
    """Say that one has seen the paper; a photo of it has served.

    :raises Refused: not the office, or one's own. :raises Conflict: verified.
    """
    with transaction.atomic():
        qualification = lock_first(Qualification.objects.select_related("volunteer__person"), pk)
        if qualification is None:
            raise Missing(_("There is no such paper."), _("Open the volunteer's page again."))
        gate(by, VERIFY, qualification.volunteer)
        if qualification.verified_at is not None:
            raise Conflict(_("This was verified already."), _("Nothing more needs to be done."))
        qualification.verified_by, qualification.verified_at = by.person, now()
        qualification.save()
        let_go(qualification, by=by.person)
        _record(qualification, "volunteering.verify_qualification", by, {"kind": qualification.kind})
    return qualification


def remind_of_expiry() -> int:
    """Tell, once, whose paper runs out within thirty days. How many were told."""
    soon = Qualification.objects.filter(
        reminded_at=None,
        expires_on__range=(today(), today() + timedelta(days=REMIND_DAYS)),
        volunteer__ended_on=None,
    )
    count = 0
    for pk in list(soon.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            rows = Qualification.objects.select_related("volunteer__person").filter(reminded_at=None)
            found = lock_first(rows, pk)
            if found is None:
                continue
            found.reminded_at = now()
            found.save(update_fields=["reminded_at", "updated_at"])
            entry = _record(found, "volunteering.qualification_expires", None, {"kind": found.kind})
            tell(
                "volunteering.qualification",
                entry=entry,
                people=[found.volunteer.person],
                say=lambda found=found: Said(  # type: ignore[misc]
                    _("%(kind)s runs out soon") % {"kind": found.kind},
                    _("Show the new one on your page “Volunteering”."),
                    "/volunteering/",
                ),
            )
            count += 1
    return count


def _record(qualification: Qualification, action: str, by: Actor | None, after: dict[str, Any]) -> Any:
    volunteer = qualification.volunteer
    return record(
        volunteer.stream,
        action,
        by=by.person if by else None,
        after=after,
        place_path=volunteer.community_id,
    )
