"""What volunteering holds about a person: handed out, and forgotten."""

from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now, today
from jiayuan.services.cases.domain.redact import redact

from ..hour_enums import CertificateState, RequestState
from ..models import (
    BranchReport,
    Certificate,
    CertificateRequest,
    Correction,
    HourClaim,
    HourEntry,
    MusterAnswer,
    Pairing,
    Volunteer,
)
from .memberships import leave_teams
from .paper_photos import forget_photos

COVERED = {
    "volunteering.BranchReport": ("person",),
    "volunteering.Certificate": ("person",),
    "volunteering.CertificateRequest": ("person", "purpose", "reason"),
    "volunteering.Correction": ("words", "reason"),
    "volunteering.HourClaim": ("person", "reason"),
    "volunteering.HourEntry": ("person",),
    "volunteering.Pairing": ("contact", "contact_name", "contact_phone"),
    "volunteering.Volunteer": (
        "person", "languages", "availability", "emergency_name", "emergency_phone", "insurance", "born",
        "guardian_name", "guardian_phone",
    ),
    "volunteering.Qualification": ("number",),
    "volunteering.Thanks": ("words",),
}  # fmt: skip


def export_volunteer(person: Any) -> dict[str, Any]:
    """The profile and all that hangs on it, JSON-ready; empty for who is no volunteer."""
    reports = BranchReport.objects.filter(person=person).order_by("pk")
    found: dict[str, Any] = {
        "branch_reports": [
            {"branch": each.branch.name, "community": each.community_id, "since": each.since.isoformat()}
            for each in reports.select_related("branch")
        ],
        "contact_of_pairings": [
            {"organisation": each.organisation.name, "name": each.contact_name, "phone": each.contact_phone}
            for each in Pairing.objects.filter(contact=person).select_related("organisation").order_by("pk")
        ],
    }
    found["hours"] = [
        {
            "minutes": each.minutes,
            "words": each.words,
            "from": each.starts_at.isoformat(),
            "kind": each.kind,
            "counts": each.counts,
        }
        for each in HourEntry.objects.filter(person=person).order_by("pk")
    ]
    found["hours_to_confirm"] = [
        {
            "minutes": each.minutes,
            "words": each.words,
            "state": each.state,
            "reason": each.reason,
            "kind": each.kind,
        }
        for each in HourClaim.objects.filter(person=person).order_by("pk")
    ]
    found["corrections"] = [
        {"minutes": each.minutes, "words": each.words, "state": each.state, "reason": each.reason}
        for each in Correction.objects.filter(entry__person=person).order_by("pk")
    ]
    found["certificates"] = list(
        Certificate.objects.filter(person=person).values_list("number", flat=True).order_by("pk")
    )
    found["certificate_requests"] = [
        {
            "purpose": each.purpose,
            "asked_at": each.asked_at.isoformat(),
            "state": each.state,
            "reason": each.reason,
        }
        for each in CertificateRequest.objects.filter(person=person).order_by("pk")
    ]
    volunteer = Volunteer.objects.filter(person=person).first()
    if volunteer is None:
        return found
    plain = (
        "community_id", "languages", "availability", "emergency_name", "emergency_phone", "insurance", "born",
        "guardian_name", "guardian_phone",
    )  # fmt: skip
    return found | {
        "since": volunteer.since.isoformat(),
        **{name: getattr(volunteer, name) for name in plain},
        "skills": list(volunteer.skills.values_list("pk", flat=True)),
        "qualifications": [
            {
                "kind": each.kind,
                "number": each.number,
                "issued_on": each.issued_on.isoformat(),
                "photo": each.evidence_id is not None,
            }
            for each in volunteer.qualifications.all()
        ],
        "teams": [str(each.team) for each in volunteer.memberships.select_related("team")],
        "named_for": list(volunteer.honours.filter(withdrawn_at=None).values_list("purpose", flat=True)),
        "thanks": list(volunteer.thanks.values_list("words", flat=True)),
        "musters": MusterAnswer.objects.filter(volunteer=volunteer).count(),
    }


def erase_volunteer(person: Any) -> int:
    """Numbers, papers, thanks and names go; that somebody was there, and since when, stays without a name."""
    BranchReport.objects.filter(person=person, until=None).update(until=today())
    for certificate in Certificate.objects.filter(person=person):
        certificate.content = {**certificate.content, "name": ""}
        certificate.reason = redact(certificate.reason, [person.name])
        if certificate.state == CertificateState.VALID:
            certificate.state, certificate.reason = (
                CertificateState.REVOKED,
                str(_("The holder's data were erased.")),
            )
        certificate.save()
    _forget_words(person)
    _forget_requests(person)
    pairings = Pairing.objects.filter(contact=person)
    gone = pairings.update(contact=None, contact_name="", contact_phone="")
    volunteer = Volunteer.objects.filter(person=person).first()
    if volunteer is None:
        return gone
    for name in (
        "emergency_name", "emergency_phone", "insurance", "born", "guardian_name", "guardian_phone",
    ):  # fmt: skip
        setattr(volunteer, name, "")
    volunteer.languages, volunteer.availability = [], []
    volunteer.ended_on = volunteer.ended_on or today()
    volunteer.save()
    volunteer.skills.clear()
    volunteer.qualifications.update(number="")
    forget_photos(volunteer)
    leave_teams(volunteer, by=None)
    volunteer.honours.filter(withdrawn_at=None).update(withdrawn_at=now())
    volunteer.thanks.all().delete()
    return gone + 1


def _forget_words(person: Any) -> None:
    """What they wrote about their own hours goes; what an office wrote about them stays without what points to them."""
    for claim in HourClaim.objects.filter(person=person).exclude(reason=""):
        claim.reason = redact(claim.reason, [person.name])
        claim.save(update_fields=["reason", "updated_at"])
    for each in Correction.objects.filter(entry__person=person):
        each.words = "" if each.asked_by_id == person.pk else redact(each.words, [person.name])
        each.reason = redact(each.reason, [person.name])
        each.save(update_fields=["words", "reason", "updated_at"])


def _forget_requests(person: Any) -> None:
    """What for, and why not: words about a life. That one was asked for and how it ended stays."""
    rows = CertificateRequest.objects.filter(person=person)
    rows.filter(state=RequestState.ASKED).update(state=RequestState.WITHDRAWN)
    rows.update(purpose="")
    rows.exclude(reason="").update(reason="–")
