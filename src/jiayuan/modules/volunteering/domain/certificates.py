"""Certificates: frozen when issued, replaced or revoked but never changed, drawn the same again and again."""

import hashlib
import secrets
from datetime import date
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.foundation.documents.glyphs import GlyphsMissing, missing_in_data
from jiayuan.foundation.documents.pdf import draw_pdf
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.hashing import canonical
from jiayuan.foundation.places.models import Place
from jiayuan.services.gatherings.domain.nonces import own_nonce

from ..certificate_rules import ISSUE, READ, REVOKE
from ..hour_enums import CertificateState
from ..models import Certificate, CertificateCounter, HourEntry, Volunteer
from .hours import lock_person

TEMPLATE = Path(__file__).resolve().parents[1] / "documents" / "certificate.typ"
MOST_LINES = 200


def issue_certificate(
    volunteer: Volunteer,
    *,
    since: date | None,
    until: date | None,
    by: Actor,
    instead_of: Certificate | None = None,
    nonce: str | None = None,
) -> Certificate:
    """Issue a certificate of the hours that stand and count, from one day to another (None: from the first, to now).

    :param instead_of: the one that it replaces.
    :param nonce: sent again, it gives what was issued the first time.
    :raises Refused: not the office, or for oneself. :raises Invalid: no hours, or characters that cannot be printed.
    :raises Conflict: what it replaces is not valid any more.
    """
    gate(by, ISSUE, volunteer)
    with transaction.atomic():
        lock_person(volunteer.person_id)
        kept = own_nonce(f"{volunteer.person_id}/{nonce}", by) if nonce else None
        sent = Certificate.objects.filter(nonce=kept).first() if kept else None
        if sent is not None:
            return sent
        content = content_of(volunteer, since, until)
        missing = missing_in_data(content)
        if missing:
            raise GlyphsMissing(missing)
        old = _valid(instead_of.pk) if instead_of is not None else None
        made = Certificate.objects.create(
            number=_next_number(volunteer.community_id), check_code=secrets.token_hex(5), person_id=volunteer.person_id,
            place_id=volunteer.community_id, content=content, digest=digest_of(content), minutes=content["minutes"],
            issued_by=by.person, issued_on=today(), nonce=kept,
        )  # fmt: skip
        _record(made, "volunteering.issue_certificate", by, {"number": made.number, "minutes": made.minutes})
        if old is not None:
            old.state, old.replaced_by = CertificateState.REPLACED, made
            old.save()
            _record(old, "volunteering.replace_certificate", by, {"number": old.number, "by": made.number})
    return made


def digest_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def content_of(volunteer: Volunteer, since: date | None, until: date | None) -> dict[str, Any]:
    """What order 67 asks for: who, when, what, how long, and the recording unit. Three queries."""
    rows = HourEntry.objects.standing().counting().filter(person_id=volunteer.person_id)
    found = [
        each
        for each in rows.select_related("place", "organisation")
        .defer("place__boundary")
        .order_by("starts_at", "pk")
        if (since is None or _day(each) >= since) and (until is None or _day(each) <= until)
    ]
    if not found:
        raise Invalid(
            _("No confirmed hours lie in this time."),
            _("Choose other days, or confirm hours first."),
            field="since",
        )
    return {
        "name": volunteer.person.name,
        "first": _day(found[0]).isoformat(),
        "last": _day(found[-1]).isoformat(),
        "minutes": sum(each.minutes for each in found),
        "unit": volunteer.community.name,
        "lines": [
            [_day(each).isoformat(), each.words, (each.organisation or each.place).name, each.minutes]
            for each in found[-MOST_LINES:]
        ],
        "left_out": max(0, len(found) - MOST_LINES),
    }


def _day(entry: HourEntry) -> date:
    return local(entry.starts_at).date()


def _next_number(path: str) -> str:
    """The place's code, the year, a serial: given under the lock of the counter, so without gap or double."""
    year, place = today().year, Place.objects.only("path").get(pk=path)
    rows = CertificateCounter.objects.select_for_update().filter(place=place, year=year)
    counter = rows.first()
    if counter is None:
        try:
            with transaction.atomic():
                CertificateCounter.objects.create(place=place, year=year)
        except IntegrityError:
            pass  # somebody was first: theirs is waited for
        counter = rows.get()
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{path}-{year}-{counter.last:05d}"


def _valid(pk: int) -> Certificate:
    certificate = lock_first(Certificate.objects.select_related("person"), pk)
    if certificate is None:
        raise Missing(_("There is no such certificate."), _("Look at the volunteer's page."))
    if certificate.state != CertificateState.VALID:
        raise Conflict(
            _("This certificate is “%(state)s” already.") % {"state": certificate.get_state_display()},
            _("Nothing more needs to be done."),
        )
    return certificate


def revoke_certificate(pk: int, *, reason: str, by: Actor) -> Certificate:
    """It is not valid any more, and why. :raises Refused, Conflict, Invalid: each in words."""
    with transaction.atomic():
        certificate = _valid(pk)
        gate(by, REVOKE, certificate)
        certificate.reason = clean_words(reason, field="reason", limit=200)
        certificate.state = CertificateState.REVOKED
        certificate.save()
        _record(certificate, "volunteering.revoke_certificate", by, {"reason": certificate.reason})
    return certificate


def find_certificate(number: str, check: str) -> Certificate | None:
    """The certificate with this number and check code; None for a forged one. One query."""
    found = Certificate.objects.select_related("person", "replaced_by").filter(number=number[:40]).first()
    if found is None or not secrets.compare_digest(found.check_code.encode(), check.encode()):
        return None
    return found


def draw_certificate(certificate: Certificate, *, address: str, by: Actor) -> bytes:
    """The PDF, in Chinese, as order 67 asks for. ``address``: where it is verified, in full.

    :raises Refused: neither holder nor office. :raises Conflict: it is not valid any more.
    """
    gate(by, READ, certificate)
    if certificate.state != CertificateState.VALID:
        raise Conflict(
            _("This certificate is “%(state)s” already.") % {"state": certificate.get_state_display()},
            _("Ask for a new one at the community office."),
        )
    with override("zh-hans"):
        return draw_pdf(
            TEMPLATE, page_of(certificate, address), images={"code": qr_drawing(address)},
            title=_("Certificate of volunteer service"), language="zh-hans",
        )  # fmt: skip


def page_of(certificate: Certificate, address: str) -> dict[str, Any]:
    content = certificate.content
    hours, rest = divmod(content["minutes"], 60)
    return {
        **content,
        "number": certificate.number,
        "issued_on": certificate.issued_on.isoformat(),
        "address": address,
        "digest": certificate.digest,
        "house": pgettext("name of the platform", "Jiayuan"),
        "sum": _("%(hours)s hours %(minutes)s minutes") % {"hours": hours, "minutes": rest},
        "lines": [[day, words, unit, str(minutes)] for day, words, unit, minutes in content["lines"]],
        "labels": {
            "name": _("Name"), "time": _("Time of service"), "sum": _("Length of service"), "unit": _("Recording unit"),
            "number": _("Number"), "issued": _("Issued on"), "content": pgettext("certificate", "What was done"),
            "day": _("Day"), "minutes": _("Minutes"), "verify": _("Scan to verify"), "activity": _("Activity"),
            "digest": _("Fingerprint of the content"), "seal": _("Issuing unit (seal)"),
            "left_out": _("The earliest entries are not listed; they are in the sum."),
        },
    }  # fmt: skip


def _record(certificate: Certificate, action: str, by: Actor, after: dict[str, Any]) -> None:
    record(
        certificate.stream,
        action,
        by=by.person,
        on_behalf_of=certificate.person,
        after=after,
        place_path=certificate.place_id,
    )
