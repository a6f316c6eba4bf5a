"""What joinings hold about a person: handed out, and forgotten."""

import secrets
from typing import Any

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.erase import erase_personal_payloads
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.voice.domain.forget import forget_ratings

from ...models import Joining


def export_joinings(person: Any) -> list[dict[str, Any]]:
    rows = Joining.objects.filter(person=person).select_related("case__version")
    return [
        {
            "number": each.case.number,
            "category": each.case.version.name,
            "joined_at": each.joined_at.isoformat(),
            "words": each.words,
            "phone": each.phone,
        }
        for each in rows.iterator(chunk_size=200)
    ]


def erase_joinings(person: Any) -> int:
    """That somebody joined stays counted; who, what they wrote and said, and how to reach them goes."""
    joinings = list(Joining.objects.select_for_update().filter(person=person).order_by("pk"))
    streams = [f"case/{each.case_id}" for each in joinings]
    said = Entry.objects.filter(stream__in=streams, actor=person, erased_at=None)
    erase_personal_payloads(
        list(said.values_list("pk", flat=True)), by=person, reason="asked to be forgotten"
    )
    forget_ratings(person, [])
    Photo.objects.filter(case_photo__joining__in=joinings, uploaded_by=person).update(
        uploaded_by=None, upload_token=""
    )
    for joining in joinings:
        joining.person, joining.phone, joining.words = None, "", ""
        joining.token_hash = hash_token(secrets.token_urlsafe(16))
        joining.save(update_fields=["person", "phone", "words", "token_hash"])
    return len(joinings)
