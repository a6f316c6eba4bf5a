"""An entry that is wrong: asked for by one, decided by another, reversed and written anew. Never an edit."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..hour_enums import CorrectionState, HourSource
from ..hour_rules import ASK_CORRECTION, DECIDE_CORRECTION
from ..models import Correction, HourEntry
from .hours import check_hours, lock_person

MOST = 24 * 60


def ask_correction(entry_pk: int, *, minutes: int, words: str, by: Actor) -> Correction:
    """Say that an entry is wrong. ``minutes``: what it should be; 0 takes it off.

    :raises Missing: no such entry. :raises Refused: neither theirs nor the office's. :raises Invalid: names the field.
    :raises Conflict: reversed already, or asked before.
    """
    entry = HourEntry.objects.select_related("person").filter(pk=entry_pk).first()
    if entry is None:
        raise Missing(_("There is no such entry of hours."), _("Look at your hours again."))
    gate(by, ASK_CORRECTION, entry)
    if not 0 <= minutes <= MOST or minutes == entry.minutes:
        raise Invalid(
            _("How many minutes should it be?"), _("Write another number than the one that stands there."),
            field="minutes",
        )  # fmt: skip
    said = clean_words(words, field="words", limit=200)
    if _is_reversed(entry):
        raise _was_reversed()
    try:
        with transaction.atomic():
            made = Correction.objects.create(
                entry=entry, minutes=minutes, words=said, asked_by=by.person, asked_at=now()
            )
            _record(
                made,
                "volunteering.ask_correction",
                by,
                {"entry": entry.pk, "minutes": minutes, "words": said},
            )
    except IntegrityError as error:
        raise Conflict(
            _("A correction of this entry is asked for already."), _("It waits for a decision.")
        ) from error
    return made


def decide_correction(pk: int, *, grant: bool, reason: str, by: Actor) -> Correction:
    """Grant: the entry is reversed and, where minutes are left, written anew. Decline: it stays.

    :raises Refused: not the office, or a side. :raises Conflict: decided before, or reversed meanwhile.
    :raises Invalid: no reason for declining; hours that cannot be.
    """
    with transaction.atomic():
        correction = _locked(pk)
        gate(by, DECIDE_CORRECTION, correction)
        if correction.state != CorrectionState.ASKED:
            raise Conflict(_("This was decided already."), _("Nothing more needs to be done."))
        correction.reason = clean_words(reason, field="reason", limit=200, required=not grant)
        correction.state = CorrectionState.GRANTED if grant else CorrectionState.DECLINED
        correction.decided_by, correction.decided_at = by.person, now()
        correction.save()
        after: dict[str, Any] = {"state": correction.state, "reason": correction.reason}
        if grant:
            after |= _replace(correction, by)
        _record(correction, "volunteering.decide_correction", by, after)
    return correction


def _locked(pk: int) -> Correction:
    person = Correction.objects.filter(pk=pk).values_list("entry__person_id", flat=True).first()
    if person is None:
        raise Missing(_("There is no such correction."), _("Look at the list of hours to confirm."))
    lock_person(person)
    return Correction.objects.select_for_update(of=("self",)).select_related("entry__person").get(pk=pk)


def _is_reversed(entry: HourEntry) -> bool:
    return entry.reverses_id is not None or HourEntry.objects.filter(reverses=entry).exists()


def _was_reversed() -> Conflict:
    return Conflict(_("This entry was reversed already."), _("Ask for a correction of the one that stands."))


def _replace(correction: Correction, by: Actor) -> dict[str, Any]:
    entry = correction.entry
    if _is_reversed(entry):
        raise _was_reversed()
    if correction.minutes:
        check_hours(entry.person_id, entry.starts_at, entry.ends_at, correction.minutes, instead_of=entry.pk)
    reversal = _like(entry, by, minutes=-entry.minutes, reverses=entry)
    after = {"reversed": entry.pk, "reversal": reversal.pk, "minutes": correction.minutes}
    if correction.minutes:
        after["entry"] = _like(entry, by, minutes=correction.minutes).pk
    return after


def _like(entry: HourEntry, by: Actor, *, minutes: int, reverses: HourEntry | None = None) -> HourEntry:
    names = (
        "person_id",
        "kind",
        "because",
        "words",
        "starts_at",
        "ends_at",
        "place_id",
        "organisation_id",
        "session_id",
    )
    made = HourEntry(
        **{name: getattr(entry, name) for name in names},
        minutes=minutes, reverses=reverses, source=HourSource.CORRECTION, written_by=by.person, written_at=now(),
    )  # fmt: skip
    made.save()
    return made


def _record(correction: Correction, action: str, by: Actor, after: dict[str, Any]) -> None:
    entry = correction.entry
    other = by.pk != entry.person_id
    record(
        f"hours/{entry.person_id}",
        action,
        by=by.person,
        on_behalf_of=entry.person if other else None,
        after=after,
        place_path=entry.place_id,
    )
