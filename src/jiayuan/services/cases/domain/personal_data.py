"""What cases hold about a person: handed out, and forgotten."""

import secrets
from typing import Any

from django.db import transaction
from django.db.models import Q

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.ledger.domain.erase import erase_personal_payloads
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.personal_data import forget_numbers
from jiayuan.foundation.places.geo import snap
from jiayuan.services.voice.domain.forget import forget_ratings
from jiayuan.services.voice.models import Rating

from ..enums import Action, PhotoRole, TieKind
from ..models import Case, CasePhoto, Contact
from ..piece_rules import pieces_of
from .dossier.tidy import forget_dossiers_of
from .personal_photos import forget_photos, linked_photos, position_of
from .queries.layers import SNAP_METRES
from .queries.timeline import timeline
from .redact import blank_people, redact
from .said_about import redact_said_about

ASKED = "asked to be forgotten"
FORGOTTEN = (
    "words", "reporter", "address", "answers", "latitude", "longitude", "token_hash", "forgotten_at",
    "updated_at",
)  # fmt: skip


def export_cases(person: Any) -> list[dict[str, Any]]:
    """Their reports with everything that is held of each: as they made it, what came of it, how they rated it."""
    actor = Actor(person=person)
    rows = Case.objects.filter(reporter=person).select_related("version", "place", "contact", "tie")
    return [_held(case, actor) for case in rows.prefetch_related("photos__photo").iterator(chunk_size=200)]


def _held(case: Case, actor: Actor) -> dict[str, Any]:
    contact, ratings = getattr(case, "contact", None), Rating.objects.filter(subject=case.stream)
    return {
        "number": case.number,
        "category": case.version.name,
        "place": case.place.name,
        "address": case.address,
        "position": position_of(case.latitude, case.longitude),
        "words": case.words,
        "answers": case.answers,
        "public_words": case.public_words,
        "shown_to_the_public": case.is_public,
        "reported_at": case.reported_at.isoformat(),
        "door": case.source,
        "state": case.state,
        "contact": {"name": contact.name, "phone": contact.phone} if contact is not None else None,
        "parts": [
            {"unit": str(each.unit or each.first_unit), "words": each.words, "state": each.state}
            for each in pieces_of(case)
        ],
        "photos": linked_photos(each for each in case.photos.all() if _is_theirs(each, actor)),
        "ratings": [
            {"at": each.rated_at.isoformat(), "score": each.score, "words": each.words}
            for each in ratings.filter(Q(rated_by=actor.person) | Q(rater="")).order_by("pk")
        ],
        "history": [
            {"at": line.at.isoformat(), "what": line.what, "words": line.words}
            for line in timeline(case, actor)
        ],
    }


def _is_theirs(each: CasePhoto, actor: Actor) -> bool:
    """They sent it, or it came with their report, whoever typed that for them."""
    came_along = each.role == PhotoRole.REPORT and each.joining_id is None
    return came_along or each.photo.uploaded_by_id == actor.pk


def erase_cases(person: Any) -> int:
    """The problem stays, the person goes: contact, own words wherever they stand, the exact spot, photos' ties and
    the slip's link. The spot becomes the square that the public map has shown all along; what was learnt from the
    words is learnt anew without them."""
    from ..tasks import forget_in_model

    cases = list(Case.objects.select_for_update().filter(reporter=person).order_by("pk"))
    contacts = Contact.objects.filter(case__in=cases)
    phones = {each.phone for each in contacts} - {""}
    contacts.delete()
    pieces = list(Case.objects.filter(tie__lead_id__in=[case.pk for case in cases], tie__kind=TieKind.PIECE))
    forget_dossiers_of([*cases, *pieces])
    _erase_said([case.stream for case in cases], person)
    _erase_told([piece.stream for piece in pieces], person)
    forget_ratings(person, [case.stream for case in cases])
    leads = Case.objects.filter(tie__led__case__in=cases, tie__led__kind=TieKind.MERGED)
    forget_numbers([case.stream for case in (*cases, *leads)], phones, blank_people)
    redact_said_about(cases)
    came_along = Q(role=PhotoRole.REPORT, joining=None)
    forget_photos(CasePhoto.objects.filter(came_along | Q(photo__uploaded_by=person), case__in=cases))
    forgotten_at = now()
    for case in cases:
        case.forgotten_at = forgotten_at
        case.words, case.reporter, case.address, case.answers = redact(case.words), None, "", {}
        if case.latitude is not None and case.longitude is not None:
            case.latitude, case.longitude = snap(case.latitude, case.longitude, SNAP_METRES)
        case.token_hash = hash_token(secrets.token_urlsafe(16))
        case.save(update_fields=FORGOTTEN)
        _forget_in_pieces(case)
    if cases:
        transaction.on_commit(forget_in_model.enqueue)
    return len(cases)


def _forget_in_pieces(case: Case) -> None:
    """What the desk wrote for a part may repeat what the reporter said, and a part lies where the case lies."""
    for piece in pieces_of(case):
        piece.words, piece.address, piece.forgotten_at = redact(piece.words), "", case.forgotten_at
        piece.latitude, piece.longitude = case.latitude, case.longitude
        piece.save(update_fields=["words", "address", "forgotten_at", "latitude", "longitude", "updated_at"])


def _erase_said(streams: list[str], person: Any) -> None:
    """What the reporter said along the way stands in the ledger; its payloads go, their digests stay."""
    entries = Entry.objects.filter(stream__in=streams, erased_at=None)
    said = [
        entry.pk
        for entry in entries.iterator(chunk_size=200)
        if entry.actor_id == person.pk or (entry.payload or {}).get("after", {}).get("role") == "reporter"
    ]
    erase_personal_payloads(said, by=person, reason=ASKED)


def _erase_told(streams: list[str], person: Any) -> None:
    """With which words a part was sent to its unit: they stand in its chain as they were written."""
    sent = Entry.objects.filter(stream__in=streams, action=f"cases.{Action.DISPATCH}", erased_at=None)
    told = [entry.pk for entry in sent if "lead" in (entry.payload or {}).get("after", {})]
    erase_personal_payloads(told, by=person, reason=ASKED)
