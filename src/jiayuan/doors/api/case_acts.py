"""Cases: reporting one, and doing what the table of actions allows."""

import re
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Status

from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.errors import Invalid, Missing
from jiayuan.services.cases.domain.given import Given, PieceDraft, ReportDraft
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.domain.queries.opened import no_such_case, open_case
from jiayuan.services.cases.domain.report import report_case
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.interfaces.visits import limit
from jiayuan.services.cases.models import Case
from jiayuan.services.cases.rules import NEIGHBOURS_ACTIONS, has_joined

from .cases import Number, etag_of, opened, router
from .outermost import nonce_of
from .schemas import ActionIn, CaseOut, ReportedOut, ReportIn
from .scopes import REPORT, SEE
from .shapes import full_out, public_out
from .visitors import Door, actor_of, upload_token_of

MATCH_HEADER = "If-Match"
_TAG = re.compile(r'(?:W/)?"(\d{1,9})"', re.ASCII)
Deed = Annotated[str, Path(max_length=20, description="An action of /api/lifecycle.", examples=["note"])]


@router.post("", response={201: ReportedOut}, auth=Door(REPORT), summary="Report a problem")
def report(request: HttpRequest, payload: ReportIn) -> Any:
    """Anybody may report. Keep the token of the answer: without an account it is the only way back to the case."""
    if not hasattr(request, "presented"):
        limit(request, "report")  # type: ignore[arg-type]
    draft = ReportDraft(
        category_code=payload.category,
        words=payload.words,
        latitude=payload.latitude,
        longitude=payload.longitude,
        place_path=payload.place,
        address=payload.address,
        answers=payload.answers,
        photo_ids=tuple(payload.photos),
        upload_token=upload_token_of(request) if payload.photos else "",
        contact_name=payload.contact_name,
        contact_phone=payload.contact_phone,
    )
    found = report_case(draft, by=actor_of(request), nonce=nonce_of(request))
    return Status(
        201,
        {
            "number": found.case.number,
            "token": found.token,
            "link": absolute(request, reverse("case-track", args=[found.token])),
            "due_at": found.case.due_at,
        },
    )


@router.post(
    "/{number}/actions/{action}",
    response=CaseOut,
    exclude_none=True,
    auth=Door(SEE),
    summary="Do something to a case",
)
def act(request: HttpRequest, response: HttpResponse, number: Number, action: Deed, payload: ActionIn) -> Any:
    """File, dispatch, accept, hand in, verify, close, rate, reopen, note and the others of the table. A token needs
    the scope of the action as well. A case that moved on since it was read is answered with 409."""
    case, is_full = opened(request, number)
    is_neighbour = not is_full and action in NEIGHBOURS_ACTIONS and has_joined(actor_of(request), case)
    if action not in Action.values or not (is_full or is_neighbour):
        raise no_such_case()
    perform_action(
        case.pk,
        Action(action),
        by=actor_of(request),
        given=_given(request, payload),
        revision=_revision(request, payload),
        nonce=nonce_of(request),
    )
    return _as_it_is_now(request, response, case)


def _given(request: HttpRequest, payload: ActionIn) -> Given:
    return Given(
        words=payload.words,
        category_code=payload.category,
        unit_id=payload.unit,
        photo_ids=tuple(payload.photos),
        before_ids=tuple(payload.photos_before),
        upload_token=upload_token_of(request) if payload.photos or payload.photos_before else "",
        ground=payload.ground,
        wanted=payload.wanted,
        lead=payload.lead,
        pieces=[PieceDraft(each.unit, each.words, each.category) for each in payload.parts],
        days=payload.days,
        score=payload.score,
        public_words=payload.public_words,
        is_public=payload.is_public,
        photos_public=payload.photos_public,
    )


def _revision(request: HttpRequest, payload: ActionIn) -> int:
    """The revision that was read. A tag of something else matches nothing."""
    if payload.revision is not None:
        return payload.revision
    tag = request.headers.get(MATCH_HEADER, "").strip()
    if not tag:
        raise Invalid(
            _("It is not said which revision of the case was read."),
            _("Send its revision in the body, or its ETag in the header If-Match."),
            field="revision",
        )
    found = _TAG.fullmatch(tag)
    return int(found.group(1)) if found else 0


def _as_it_is_now(request: HttpRequest, response: HttpResponse, case: Case) -> dict[str, Any]:
    try:
        case, is_full = opened(request, case.number)
    except Missing:
        # Done, and no longer this actor's to see: it was taken back meanwhile.
        case, is_full = open_case(case.number), False
    if not is_full:
        return public_out(case)
    response["ETag"] = etag_of(case)
    return full_out(case, actor_of(request))
