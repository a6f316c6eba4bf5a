"""Cases: joining what a neighbour reported."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router

from jiayuan.services.cases.domain.neighbours.join import JoinDraft, join_and_reopen, join_case
from jiayuan.services.cases.domain.neighbours.leave import leave_case
from jiayuan.services.cases.interfaces.visits import absolute, limit
from jiayuan.services.cases.views.joining import AN_HOUR, MOST_AN_HOUR

from .cases import Number, opened
from .outermost import nonce_of
from .schemas import JoinedOut, JoinIn
from .scopes import JOIN, LEAVE
from .visitors import Door, actor_of, upload_token_of

router = Router(tags=["cases"])


@router.post("/{number}/join", response=JoinedOut, auth=Door(JOIN), summary="I have this too")
def join(request: HttpRequest, number: Number, payload: JoinIn) -> Any:
    """Joins a public case instead of reporting the same once more. Who joins is told each step, rates and may reopen. A
    case that was closed meanwhile is answered with 409 and the code `closed`: send `reopen_because`, or report anew."""
    if not hasattr(request, "presented"):
        limit(request, "join", MOST_AN_HOUR, AN_HOUR)  # type: ignore[arg-type]
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
