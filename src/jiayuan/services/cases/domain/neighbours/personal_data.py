"""What joinings hold about a person: handed out, and forgotten."""

import secrets
from typing import Any

from django.db.models import Q, QuerySet

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.ledger.domain.erase import erase_personal_payloads
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.voice.domain.forget import forget_ratings
from jiayuan.services.voice.models import Rating

from ...models import Case, CasePhoto, Joining
from ..dossier.tidy import forget_dossiers_of
from ..personal_photos import forget_photos, linked_photos
from ..queries.timeline import timeline


def export_joinings(person: Any) -> list[dict[str, Any]]:
    """What they joined, with what they brought along, how they rated it and the steps they were told."""
    actor = Actor(person=person)
    rows = Joining.objects.filter(person=person).select_related("case__version", "case__place")
    return [
        {
            "number": each.case.number,
            "category": each.case.version.name,
            "place": each.case.place.name,
            "state": each.case.state,
            "joined_at": each.joined_at.isoformat(),
            "words": each.words,
            "phone": each.phone,
            "photos": linked_photos(each.photos.all()),
            "ratings": [
                {"at": rating.rated_at.isoformat(), "score": rating.score, "words": rating.words}
                for rating in _ratings_of(each)
            ],
            "history": [
                {"at": line.at.isoformat(), "what": line.what, "words": line.words}
                for line in timeline(each.case, actor)
            ],
        }
        for each in rows.prefetch_related("photos__photo").iterator(chunk_size=200)
    ]


def _ratings_of(joining: Joining) -> QuerySet[Rating]:
    """Signed in, or under the link before they claimed it."""
    theirs = Q(rated_by=joining.person) | Q(rater=joining.rater)
    return Rating.objects.filter(theirs, subject=joining.case.stream).order_by("pk")


def erase_joinings(person: Any) -> int:
    """That somebody joined stays counted; who, what they wrote and said, and how to reach them goes."""
    joinings = list(Joining.objects.select_for_update().filter(person=person).order_by("pk"))
    streams = [f"case/{each.case_id}" for each in joinings]
    said = Entry.objects.filter(stream__in=streams, actor=person, erased_at=None)
    erase_personal_payloads(
        list(said.values_list("pk", flat=True)), by=person, reason="asked to be forgotten"
    )
    forget_ratings(person, [], [each.rater for each in joinings])
    forget_photos(CasePhoto.objects.filter(joining__in=joinings))
    forget_dossiers_of(Case.objects.filter(joinings__in=joinings))
    for joining in joinings:
        joining.person, joining.phone, joining.words = None, "", ""
        joining.token_hash = hash_token(secrets.token_urlsafe(16))
        joining.save(update_fields=["person", "phone", "words", "token_hash"])
    return len(joinings)
