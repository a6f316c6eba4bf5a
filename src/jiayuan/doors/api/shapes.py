"""From what the domain knows to what the API says."""

from typing import Any

from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.explain import spoken_term
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.places.geo import snap
from jiayuan.services.cases.domain.answers import spoken
from jiayuan.services.cases.domain.queries.due import due_of, suspended_of
from jiayuan.services.cases.domain.queries.layers import SNAP_METRES
from jiayuan.services.cases.domain.queries.offers import Offer
from jiayuan.services.cases.domain.queries.promise import promises_of
from jiayuan.services.cases.domain.queries.timeline import timeline
from jiayuan.services.cases.models import Case, CategoryVersion
from jiayuan.services.cases.piece_rules import lead_number_of, pieces_of
from jiayuan.services.cases.rules import is_the_reporter


def category_out(version: CategoryVersion, group: str) -> dict[str, Any]:
    return {
        "code": version.category_id,
        "name": version.display_name,
        "group": group,
        "handled_by": version.get_function_display(),
        "promised": spoken_term(version.handle_term),
        "proof": version.proof,
        "is_urgent": version.is_urgent,
        "is_private": version.is_private,
        "reopen_days": version.reopen_days,
        "questions": [
            {
                "key": each["key"],
                "words": spoken(each),
                "kind": each["kind"],
                "required": bool(each.get("required")),
                "choices": [{"key": one["key"], "words": spoken(one)} for one in each.get("choices", [])],
            }
            for each in version.questions
        ],
    }


def version_out(version: CategoryVersion) -> dict[str, Any]:
    names = ("version", "valid_from", "valid_until", "proof", "reopen_days", "is_urgent", "is_private")
    return {name: getattr(version, name) for name in names} | {
        "name": version.display_name,
        "handled_by": version.get_function_display(),
        "promised": [f"{each.what}: {each.within}" for each in promises_of(version)],
    }


def public_out(case: Case) -> dict[str, Any]:
    """What everybody may know: nothing that the reporter wrote, no exact position."""
    position: tuple[float | None, float | None] = (None, None)
    if case.latitude is not None and case.longitude is not None:
        position = snap(case.latitude, case.longitude, SNAP_METRES)
    return {
        "number": case.number,
        "state": case.state,
        "state_label": case.get_state_display(),
        "category": case.version.category_id,
        "category_name": case.version.display_name,
        "place": case.place_id,
        "place_name": case.place.display_name,
        "reported_at": case.reported_at,
        "closed_at": case.closed_at,
        "public_words": mask_words(case.public_words),
        "latitude": position[0],
        "longitude": position[1],
    }


def listed_out(case: Case) -> dict[str, Any]:
    """A line of the list for those who may open the case, numbers of people masked; no query with
    ``with_clock``."""
    due, suspended = due_of(case), suspended_of(case)
    return public_out(case) | {
        "latitude": case.latitude,
        "longitude": case.longitude,
        "revision": case.revision,
        "words": mask_words(case.words),
        "address": mask_words(case.address),
        "unit": case.unit.display_name if case.unit else None,
        "part_of": lead_number_of(case),
        "due": vars(due) | {"remaining": due.remaining} if due else None,
        "suspended": vars(suspended) if suspended else None,
    }


def full_out(case: Case, actor: Actor) -> dict[str, Any]:
    """All of it. What the reporter wrote stands masked for everybody else; the console shows it for a reason."""
    own: dict[str, Any] = {"words": case.words, "address": case.address, "answers": case.answers}
    if not is_the_reporter(actor, case):
        own = {"answers": {key: mask_words(str(answer)) for key, answer in case.answers.items()}}
    return (
        listed_out(case)
        | own
        | {
            "photos": photos_out(case),
            "parts": pieces_out(case, actor) or None,
            "timeline": timeline_out(case, actor),
        }
    )


def pieces_out(case: Case, actor: Actor) -> list[dict[str, Any]]:
    """The parts it was divided in, as its own page shows them."""
    shown = str if is_the_reporter(actor, case) else mask_words
    return [
        {
            "number": each.number,
            "unit": str(each.unit or each.first_unit),
            "words": shown(each.words),
            "state": each.state,
            "state_label": each.get_state_display(),
            "is_awaited": each.tie.is_awaited,
            "due_at": each.due_at,
        }
        for each in pieces_of(case)
    ]


def photos_out(case: Case, *, public_only: bool = False) -> list[dict[str, str]]:
    return [
        {"role": each.role} | addresses_of(each.photo_id)
        for each in case.photos.all()
        if each.is_public or not public_only
    ]


def addresses_of(photo_id: Any) -> dict[str, str]:
    """Where a photo is read, full and small."""
    return {
        "url": reverse("api:photo", args=[photo_id, "full"]),
        "thumb": reverse("api:photo", args=[photo_id, "thumb"]),
    }


def timeline_out(case: Case, actor: Actor) -> list[dict[str, Any]]:
    shown = str if is_the_reporter(actor, case) else mask_words
    return [
        {name: getattr(line, name) for name in ("at", "action", "what", "who", "state")}
        | {"words": shown(line.words)}
        for line in timeline(case, actor)
    ]


def offer_out(offer: Offer) -> dict[str, Any]:
    transition = offer.transition
    return {
        "action": offer.action.value,
        "label": str(offer.action.label),
        "allowed": offer.verdict.allowed,
        "because": str(offer.verdict.because),
        "remedy": str(offer.verdict.remedy),
        "needs": [each.value for each in transition.needs],
        "target": offer.target.value if offer.target else None,
    }
