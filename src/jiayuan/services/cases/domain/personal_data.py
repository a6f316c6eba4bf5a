"""What cases hold about a person: handed out, and forgotten."""

import secrets
from typing import Any

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.erase import erase_personal_payloads
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.personal_data import forget_numbers
from jiayuan.services.voice.domain.forget import forget_ratings

from ..models import Case, Contact
from .dossier.tidy import forget_dossiers_of
from .queries.timeline import timeline
from .redact import redact


def export_cases(person: Any) -> list[dict[str, Any]]:
    actor = Actor(person=person)
    rows = Case.objects.filter(reporter=person).select_related("version", "place", "contact")
    return [
        {
            "number": case.number,
            "category": case.version.name,
            "place": case.place.name,
            "words": case.words,
            "reported_at": case.reported_at.isoformat(),
            "state": case.state,
            "contact": {"name": case.contact.name, "phone": case.contact.phone}
            if hasattr(case, "contact")
            else None,
            "history": [
                {"at": line.at.isoformat(), "what": line.what, "words": line.words}
                for line in timeline(case, actor)
            ],
        }
        for case in rows.iterator(chunk_size=200)
    ]


def erase_cases(person: Any) -> int:
    """The problem stays, the person goes: contact, own words wherever they stand, photos' ties and the slip's link."""
    cases = list(Case.objects.select_for_update().filter(reporter=person).order_by("pk"))
    Contact.objects.filter(case__in=cases).delete()
    forget_dossiers_of(cases)
    _erase_said([case.stream for case in cases], person)
    forget_ratings(person, [case.stream for case in cases])
    forget_numbers([case.stream for case in cases])
    Photo.objects.filter(case_photo__case__in=cases, uploaded_by=person).update(
        uploaded_by=None, upload_token=""
    )
    for case in cases:
        case.words, case.reporter, case.address, case.answers = redact(case.words), None, "", {}
        case.token_hash = hash_token(secrets.token_urlsafe(16))
        case.save(update_fields=["words", "reporter", "address", "answers", "token_hash", "updated_at"])
    return len(cases)


def _erase_said(streams: list[str], person: Any) -> None:
    """What the reporter said along the way stands in the ledger; its payloads go, their digests stay."""
    entries = Entry.objects.filter(stream__in=streams, erased_at=None)
    said = [
        entry.pk
        for entry in entries.iterator(chunk_size=200)
        if entry.actor_id == person.pk or (entry.payload or {}).get("after", {}).get("role") == "reporter"
    ]
    erase_personal_payloads(said, by=person, reason="asked to be forgotten")
