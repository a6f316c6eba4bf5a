"""From being there to hours: prepared from the presence, marked by the leader, confirmed by the community.

Locks in one order: the session, the people by key, their claims, and the ledger last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid, Missing, Refused
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.people.models import Person
from jiayuan.services.gatherings.domain.locks import lock_people, lock_session
from jiayuan.services.gatherings.enums import OVER, PresenceSource, PresenceState, State
from jiayuan.services.gatherings.models import Presence, Session
from jiayuan.services.gatherings.rules import HOST

from ..hour_enums import Because, ClaimState, HourKind, HourSource
from ..hour_rules import CONFIRM, REFUSE
from ..models import HourClaim, HourEntry
from .hours import check_guardian, check_hours, lock_person

CONFIRM_TERM = Term(10, TermUnit.WORKING_DAYS)
"""From the end of the activity (order 67: recorded without delay; this house says how soon)."""
_SOURCES = {PresenceSource.REPAIR: HourSource.REPAIR, PresenceSource.OFFLINE: HourSource.OFFLINE}


def prepare_claim(presence: Presence) -> HourClaim | None:
    """Keep the claim in step with the presence. Called in the transaction that writes the presence.

    :raises Conflict: the hours are confirmed already; a correction is asked for instead.
    """
    sign_up = presence.sign_up
    claim = HourClaim.objects.select_for_update(of=("self",)).filter(presence=presence).first()
    minutes = presence.minutes or 0
    if claim is not None and claim.state == ClaimState.CONFIRMED:
        if claim.minutes != minutes or claim.person_id != sign_up.person_id:
            raise Conflict(
                _("The hours of this person are confirmed already."),
                _("Ask for a correction: what stood there is reversed and written anew."),
            )
        return claim
    called_off = sign_up.session.state == State.CANCELLED
    if called_off or sign_up.person_id is None or presence.state != PresenceState.SURE or not minutes:
        if claim is not None:
            claim.delete()
        return None
    claim = claim or HourClaim(presence=presence, session=sign_up.session, person_id=sign_up.person_id)
    claim.minutes, claim.source, claim.person_id = minutes, source_of(presence), sign_up.person_id
    claim.confirm_by = deadline(sign_up.session.ends_at, CONFIRM_TERM)
    claim.state, claim.marked_by, claim.marked_at = ClaimState.PREPARED, None, None
    claim.decided_by, claim.decided_at, claim.reason = None, None, ""
    claim.save()
    return claim


def drop_claims(session: Session) -> None:
    """What was called off gives no hours, though somebody had come and gone. Called with the session locked."""
    rows = HourClaim.objects.filter(session=session, state__in=(ClaimState.PREPARED, ClaimState.MARKED))
    lock_people(rows.values_list("person_id", flat=True))
    rows.delete()


def source_of(presence: Presence) -> HourSource:
    """The weaker of how coming and going are known."""
    both = (PresenceSource(presence.in_source), PresenceSource(presence.out_source or presence.in_source))
    for weak in (PresenceSource.REPAIR, PresenceSource.OFFLINE, PresenceSource.SHEET, PresenceSource.HOST):
        if weak in both:
            return HourSource(weak.value)
    return HourSource.QR


def mark_hours(
    session_id: int,
    *,
    by: Actor,
    because: str = Because.ORGANISED,
    kind: str = HourKind.SERVICE,
    words: str = "",
) -> int:
    """The leader says what was done, and whether it counts. How many claims are marked.

    :param because: why it counts, or why not (``Because``).
    :raises Missing: no such gathering. :raises Refused: ``by`` does not run it. :raises Invalid: names the field.
    :raises Conflict: it is not over, or was called off.
    """
    if because not in Because.values or kind not in HourKind.values:
        raise Invalid(_("Does it count, and why?"), _("Choose one of the grounds."), field="because")
    with transaction.atomic():
        session = lock_session(session_id)
        gate(by, HOST, session)
        check_over(session)
        said = clean_words(words or session.title, field="words", limit=120)
        here = Presence.objects.filter(sign_up__session=session, minutes__gt=0, hour_claim=None)
        for presence in here.select_related("sign_up__session"):
            prepare_claim(presence)  # merged with a person since
        rows = HourClaim.objects.filter(session=session, state=ClaimState.PREPARED)
        lock_people(rows.values_list("person_id", flat=True))
        marked = 0
        for claim in rows.select_for_update(of=("self",)).order_by("person_id", "pk"):
            claim.state, claim.marked_by, claim.marked_at = ClaimState.MARKED, by.person, now()
            claim.because, claim.kind, claim.words = because, kind, said
            claim.save()
            _record(claim, "volunteering.mark_hours", by, {"minutes": claim.minutes, "because": because})
            marked += 1
    return marked


def check_over(session: Session) -> None:
    """:raises Conflict: only what was held and is over has hours."""
    if session.state == State.CANCELLED:
        raise Conflict(
            _("This gathering was called off."), _("What was not held gives no hours."), code="called-off"
        )
    if session.state not in OVER:
        raise Conflict(
            _("This charity hour is not over yet."),
            _("End it on its page first, then mark the hours."),
            code="not-over",
        )


def confirm_hours(keys: Sequence[int], *, by: Actor) -> list[HourEntry]:
    """The community confirms: each claim becomes an entry, once; all of them or none.

    :raises Refused: not the office, or they marked it, or it is their own. :raises Conflict: not waiting any more.
    :raises Invalid: more than a day's hours, or another entry at the same time; the message names the volunteer and
        both times.
    """
    people = HourClaim.objects.filter(pk__in=keys).order_by("person_id", "pk").values_list("pk", flat=True)
    with transaction.atomic():
        return [_confirm(pk, by) for pk in people]


@dataclass(frozen=True)
class Confirmed:
    """``held``: whose hours could not be confirmed, each with its reason; they wait as before."""

    entries: Sequence[HourEntry]
    held: Sequence[tuple[str, DomainError]]


def confirm_each(keys: Sequence[int], *, by: Actor) -> Confirmed:
    """Confirm those that can be, each in a transaction of its own: one that is wrong does not hold up the others.

    :raises Refused: ``by`` may confirm none of them.
    """
    named = HourClaim.objects.filter(pk__in=keys).order_by("person_id", "pk")
    entries, held = list[HourEntry](), list[tuple[str, DomainError]]()
    for pk, name in named.values_list("pk", "person__name"):
        try:
            entries += confirm_hours([pk], by=by)
        except DomainError as error:
            held.append((name, error))
    if not entries and held and all(isinstance(error, Refused) for _name, error in held):
        raise held[0][1]
    return Confirmed(entries, held)


def _confirm(pk: int, by: Actor) -> HourEntry:
    claim = _locked(pk)
    gate(by, CONFIRM, claim)
    if claim.state != ClaimState.MARKED:
        raise _moved_on(claim)
    presence = claim.presence
    if presence.out_at is None:
        raise _moved_on(claim)
    try:
        check_guardian(claim.person_id)
        check_hours(claim.person_id, presence.in_at, presence.out_at, claim.minutes)
    except Invalid as error:  # one of many on the page
        said = _("%(name)s: %(words)s") % {"name": claim.person.name, "words": error.message}
        raise Invalid(said, error.remedy, field=error.field) from error
    claim.state, claim.decided_by, claim.decided_at = ClaimState.CONFIRMED, by.person, now()
    claim.save()
    try:
        with transaction.atomic():
            entry = HourEntry(
                person_id=claim.person_id, minutes=claim.minutes, kind=claim.kind, because=claim.because,
                words=claim.words, starts_at=presence.in_at, ends_at=presence.out_at, place_id=claim.session.place_id,
                organisation_id=claim.session.organisation_id, source=claim.source, session=claim.session,
                presence=presence, written_by=by.person, written_at=now(),
            )  # fmt: skip
            entry.save()
    except IntegrityError as error:
        raise _moved_on(claim) from error
    _record(claim, "volunteering.confirm_hours", by, facts_of(entry))
    return entry


def facts_of(entry: HourEntry) -> dict[str, Any]:
    """What the ledger keeps of an entry: enough to tell the sum once more from it alone."""
    return {name: getattr(entry, name) for name in ("minutes", "kind", "because")} | {"entry": entry.pk}


def refuse_hours(pk: int, *, reason: str, by: Actor) -> HourClaim:
    """Not confirmed, and why; the person is told. :raises Refused, Conflict, Invalid: each in words."""
    with transaction.atomic():
        claim = _locked(pk)
        gate(by, REFUSE, claim)
        if claim.state != ClaimState.MARKED:
            raise _moved_on(claim)
        claim.reason = clean_words(reason, field="reason", limit=200)
        claim.state, claim.decided_by, claim.decided_at = ClaimState.REFUSED, by.person, now()
        claim.save()
        _record(claim, "volunteering.refuse_hours", by, {"reason": claim.reason})
    return claim


def _locked(pk: int) -> HourClaim:
    """The claim, with its person locked first: whoever writes hours of a person queues there."""
    person = HourClaim.objects.filter(pk=pk).values_list("person_id", flat=True).first()
    if person is None:
        raise _no_claim()
    lock_person(person)
    claim = lock_first(HourClaim.objects.select_related("session", "presence", "person"), pk)
    if claim is None:
        raise _no_claim()
    return claim


def _no_claim() -> Missing:
    return Missing(_("There is no such claim of hours."), _("Look at the list of hours to confirm."))


def _moved_on(claim: HourClaim) -> Conflict:
    return Conflict(
        _("These hours are “%(state)s” meanwhile.") % {"state": claim.get_state_display()},
        _("Reload the page to see how it stands."),
    )


def note_late() -> int:
    """Note, once, each claim whose ten working days are over; how many. Who is told, :mod:`.late_hours` says."""
    late = HourClaim.objects.marked().filter(confirm_by__lt=now(), late_told_at=None)
    count = 0
    for pk in list(late.order_by("pk").values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            claim = _locked(pk)
            if claim.late_told_at is None and claim.state == ClaimState.MARKED:
                claim.late_told_at = now()
                claim.save(update_fields=["late_told_at", "updated_at"])
                _record(claim, "volunteering.hours_late", None, {"minutes": claim.minutes})
                count += 1
    return count


def deadline_of(ends_at: datetime) -> datetime:
    return deadline(ends_at, CONFIRM_TERM)


def _record(claim: HourClaim, action: str, by: Actor | None, after: dict[str, Any]) -> Any:
    other = by is not None and by.pk != claim.person_id
    return record(
        claim.stream,
        action,
        by=by.person if by else None,
        on_behalf_of=Person(pk=claim.person_id) if other else None,
        after={"session": claim.session_id, **after},
        place_path=claim.session.place_id,
    )
