"""Cases: finding what a neighbour reported already, and joining it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router

from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.evidence.domain.own import MOST as MOST_PHOTOS
from jiayuan.foundation.places.domain.position import parse_position
from jiayuan.services.cases.domain.duplicates.hints import Hint, hints_for_report
from jiayuan.services.cases.domain.duplicates.spoken import ROUNDED_TO
from jiayuan.services.cases.domain.neighbours.join import JoinDraft, join_and_reopen, join_case
from jiayuan.services.cases.domain.neighbours.leave import leave_case
from jiayuan.services.cases.domain.report import current_version
from jiayuan.services.cases.interfaces.visits import limit

from .cases import Number, opened
from .outermost import nonce_of
from .schemas import JoinedOut, JoinIn, SimilarIn, SimilarOut
from .scopes import JOIN, LEAVE, REPORT
from .shapes import public_out
from .visitors import Door, actor_of, upload_token_of

router = Router(tags=["cases"])
SIMILAR_SHOWN = ("number", "category", "state", "state_label", "public_words", "reported_at")


@router.post("/similar", response=list[SimilarOut], auth=Door(REPORT), summary="Was this reported already?")
def similar(request: HttpRequest, payload: SimilarIn) -> Any:
    """Open and freshly closed public cases that may be the same, the likeliest first, at most three. Ask before
    reporting, and join one of them instead where it is the same."""
    if not hasattr(request, "presented"):
        limit(request, "similar")  # type: ignore[arg-type]
    version = current_version(payload.category)
    given = payload.latitude, payload.longitude
    position = parse_position(*given) if given != (None, None) else None
    found = hints_for_report(
        version,
        words=payload.words[:2000],
        position=position,
        place_path=payload.place,
        photo_ids=tuple(payload.photos)[:MOST_PHOTOS],
    )
    return [_similar_out(each) for each in found]


def _similar_out(hint: Hint) -> dict[str, Any]:
    metres = hint.likeness.metres
    known = public_out(hint.case)
    return {name: known[name] for name in SIMILAR_SHOWN} | {
        "because": hint.because,
        "metres": None if metres is None else round(metres / ROUNDED_TO) * ROUNDED_TO,
        "neighbours": hint.joined + 1,
    }


@router.post("/{number}/join", response=JoinedOut, auth=Door(JOIN), summary="I have this too")
def join(request: HttpRequest, number: Number, payload: JoinIn) -> Any:
    """Joins a public case instead of reporting the same once more. Who joins is told each step, rates and may reopen. A
    case that was closed meanwhile is answered with 409 and the code `closed`: send `reopen_because`, or report anew."""
    if not hasattr(request, "presented"):
        limit(request, "join")  # type: ignore[arg-type]
    case, _is_full = opened(request, number)
    draft = JoinDraft(
        words=payload.words,
        phone=payload.phone,
        photo_ids=tuple(payload.photos),
        upload_token=upload_token_of(request) if payload.photos else "",
    )
    by, nonce = actor_of(request), nonce_of(request)
    if payload.reopen_because:
        joined = join_and_reopen(case.pk, draft, because=payload.reopen_because, by=by, nonce=nonce)
    else:
        joined = join_case(case.pk, draft, by=by, nonce=nonce)
    token = joined.token
    return {
        "number": case.number,
        "token": token,
        "link": absolute(request, reverse("case-track", args=[token])) if token else "",
        "neighbours": case.joinings.count() + 1,
    }


@router.post("/{number}/leave", response={204: None}, auth=Door(LEAVE), summary="No longer follow it")
def leave(request: HttpRequest, number: Number) -> Any:
    """What was written and the number are deleted; the case goes on."""
    case, _is_full = opened(request, number)
    leave_case(case, by=actor_of(request))
    return HttpResponse(status=204)
