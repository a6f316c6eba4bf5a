"""Asking for a certificate: what it will contain is shown before, one open a person, answered by another, once.

Order 67 has it issued on request, without fee and in reasonable time: this house says ten working days.
Locks in one order: the person, their request, and the ledger last.
"""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.services.gatherings.domain.nonces import own_nonce

from ..certificate_rules import ASK, ISSUE
from ..hour_enums import RequestState
from ..models import CertificateRequest, Volunteer
from .certificates import content_of, issue_certificate
from .hours import lock_person

ANSWER_TERM = Term(10, TermUnit.WORKING_DAYS)
KIND = "volunteering.certificate"


def ask_certificate(
    volunteer: Volunteer, *, since: date | None, until: date | None, purpose: str, by: Actor, nonce: str
) -> CertificateRequest:
    """Ask for a certificate over the hours from one day to another (None: from the first, to today).

    :param purpose: what it is for, read by the office and not printed.
    :raises Refused: somebody else's hours. :raises Invalid: no hours in this time, or no purpose; names the field.
    :raises Conflict: one is asked for already.
    """
    gate(by, ASK, volunteer)
    kept = own_nonce(nonce, by)
    if kept is None:
        raise Invalid(_("This form is incomplete."), _("Reload the page and enter it again."))
    said, last = clean_words(purpose, field="purpose", limit=120), until or today()
    with transaction.atomic():
        lock_person(volunteer.person_id)
        sent = CertificateRequest.objects.filter(nonce=kept).first()
        if sent is not None:
            return sent
        minutes, moment = content_of(volunteer, since, last)["minutes"], now()
        return _written(
            CertificateRequest(
                person=volunteer.person, place_id=volunteer.community_id, since=since, until=last, purpose=said,
                asked_at=moment, answer_by=deadline(moment, ANSWER_TERM), nonce=kept,
            ),
            minutes, by,
        )  # fmt: skip


def _written(made: CertificateRequest, minutes: int, by: Actor) -> CertificateRequest:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Conflict(
            _("You have asked for a certificate already."),
            _("Wait for the answer, or take that request back first."),
        ) from error
    _record(made, "volunteering.ask_certificate", by, {"minutes": minutes})
    return made


def answer_request(pk: int, *, grant: bool, by: Actor, reason: str = "") -> CertificateRequest:
    """Issue what was asked for, or say why not; whose hours they are is told.

    :raises Refused: not the office, or for oneself. :raises Conflict: answered or taken back meanwhile.
    :raises Invalid: no reason for refusing; no hours are left in this time, or a name that cannot be printed.
    """
    with transaction.atomic():
        asked = _locked(pk)
        volunteer = Volunteer.objects.select_related("person", "community").get(person_id=asked.person_id)
        gate(by, ISSUE, volunteer)
        _check_open(asked)
        asked.decided_by, asked.decided_at = by.person, now()
        if grant:
            asked.certificate = issue_certificate(volunteer, since=asked.since, until=asked.until, by=by)
            asked.state = RequestState.ISSUED
            action, after = "volunteering.grant_certificate", {"number": asked.certificate.number}
        else:
            asked.reason = clean_words(reason, field="reason", limit=200)
            asked.state = RequestState.REFUSED
            action, after = "volunteering.refuse_certificate", {"reason": asked.reason}
        asked.save()
        entry = _record(asked, action, by, after)
        tell(KIND, entry=entry, people=[volunteer.person], say=lambda: _said(asked))
    return asked


def withdraw_request(pk: int, *, by: Actor) -> CertificateRequest:
    """Its own asker takes it back. :raises Missing: none of theirs. :raises Conflict: answered meanwhile."""
    with transaction.atomic():
        asked = _locked(pk)
        if asked.person_id != by.pk:
            raise _no_request()
        _check_open(asked)
        asked.state = RequestState.WITHDRAWN
        asked.save()
        _record(asked, "volunteering.withdraw_request", by, {})
    return asked


def _locked(pk: int) -> CertificateRequest:
    """The request, with its person locked first: whoever writes hours or certificates of a person queues there."""
    person = CertificateRequest.objects.filter(pk=pk).values_list("person_id", flat=True).first()
    if person is None:
        raise _no_request()
    lock_person(person)
    asked = lock_first(CertificateRequest.objects.select_related("person"), pk)
    if asked is None:
        raise _no_request()
    return asked


def _no_request() -> Missing:
    return Missing(_("There is no such request."), _("Look at the volunteer's page."))


def _check_open(asked: CertificateRequest) -> None:
    if asked.state != RequestState.ASKED:
        raise Conflict(
            _("This request is “%(state)s” already.") % {"state": asked.get_state_display()},
            _("Nothing more needs to be done."),
        )


def _said(asked: CertificateRequest) -> Said:
    if asked.certificate is not None:
        title = _("Your certificate is issued: %(number)s") % {"number": asked.certificate.number}
        words = _("Download it under “My hours”. It costs nothing.")
    else:
        title, words = _("Your certificate was not issued"), asked.reason
    return Said(title, words, reverse("my-hours"), {"matter": str(_("Certificate of volunteer service"))})


def _record(asked: CertificateRequest, action: str, by: Actor, after: dict[str, Any]) -> Any:
    other = by.pk != asked.person_id
    return record(
        asked.stream, action, by=by.person, on_behalf_of=asked.person if other else None, after=after,
        place_path=asked.place_id,
    )  # fmt: skip
