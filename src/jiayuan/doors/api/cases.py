"""Cases: report, read, act."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router

from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.evidence.uploads import upload_token
from jiayuan.services.cases.domain.given import Given, ReportDraft
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.domain.queries.listing import listed
from jiayuan.services.cases.domain.queries.offers import offers
from jiayuan.services.cases.domain.queries.opened import no_such_case, open_case
from jiayuan.services.cases.domain.report import report_case
from jiayuan.services.cases.enums import PUBLIC_STATES, Action
from jiayuan.services.cases.interfaces.filters import filter_from
from jiayuan.services.cases.models import Case
from jiayuan.services.cases.views.common import absolute, limit

from .schemas import ActionIn, CaseOut, CasesOut, ListQuery, OfferOut, ReportedOut, ReportIn
from .shapes import full_out, listed_out, offer_out, photos_out, public_out
from .visitors import actor_of, nonce_of

router = Router(tags=["cases"])
AN_HOUR = 3600
MOST_AN_HOUR = 20
A_PAGE = 50


@router.post("", response={201: ReportedOut, 200: ReportedOut}, summary="Report a problem")
def report(request: HttpRequest, payload: ReportIn) -> Any:
    """Anybody may report. With an ``Idempotency-Key`` the same request sent twice gives the same case (then with
    status 200)."""
    limit(request, "report", MOST_AN_HOUR, AN_HOUR)  # type: ignore[arg-type]
    draft = ReportDraft(
        category_code=payload.category,
        words=payload.words,
        latitude=payload.latitude,
        longitude=payload.longitude,
        place_path=payload.place,
        address=payload.address,
        answers=payload.answers,
        photo_ids=tuple(payload.photos),
        upload_token=upload_token(request) if payload.photos else "",
        contact_name=payload.contact_name,
        contact_phone=payload.contact_phone,
    )
    found = report_case(draft, by=actor_of(request), nonce=nonce_of(request, "report"))
    body = {
        "number": found.case.number,
        "token": found.token,
        "link": absolute(request, reverse("case-track", args=[found.token])),
        "due_at": found.case.due_at,
    }
    return (201 if found.is_new else 200), body


@router.get("", response=CasesOut, exclude_none=True, summary="Cases that I may open")
def read_list(request: HttpRequest, query: Query[ListQuery]) -> Any:
    """Those reported by me, in my place of work or sent to my unit; newest first. Filters as in the console's list;
    what a filter cannot mean is left out."""
    wanted = replace(filter_from(request.GET), sort="new")
    page = page_of(listed(actor_of(request), wanted), by="-id", after=query.after, size=A_PAGE)
    return {"cases": [listed_out(case) for case in page], "next": page.next_cursor}


def _opened(request: HttpRequest, number: str) -> tuple[Case, bool]:
    """The case, and whether all of it may be seen."""
    case = open_case(number)
    if may(actor_of(request), "cases.see", case):
        return case, True
    if case.is_public and case.state in PUBLIC_STATES:
        return case, False
    raise no_such_case()


@router.get("/{number}", response=CaseOut, exclude_none=True, summary="One case")
def read_one(request: HttpRequest, number: str) -> Any:
    """In full for its reporter (session, or the token in ``X-Case-Token``) and those who work on it; else what is
    public."""
    case, is_full = _opened(request, number)
    if is_full:
        return full_out(case, actor_of(request))
    return public_out(case) | {"photos": photos_out(case, public_only=True)}


@router.get("/{number}/actions", response=list[OfferOut], summary="What can be done next, and why not")
def read_actions(request: HttpRequest, number: str) -> Any:
    case, is_full = _opened(request, number)
    return [offer_out(each) for each in offers(case, actor_of(request))] if is_full else []


@router.post(
    "/{number}/actions/{action}", response=CaseOut, exclude_none=True, summary="Do something to a case"
)
def act(request: HttpRequest, number: str, action: str, payload: ActionIn) -> Any:
    case, is_full = _opened(request, number)
    if not is_full or action not in Action.values:
        raise no_such_case()
    given = Given(
        words=payload.words,
        category_code=payload.category,
        unit_id=payload.unit,
        photo_ids=tuple(payload.photos),
        upload_token=upload_token(request) if payload.photos else "",
        days=payload.days,
        score=payload.score,
        public_words=payload.public_words,
        is_public=payload.is_public,
    )
    perform_action(
        case.pk,
        Action(action),
        by=actor_of(request),
        given=given,
        revision=payload.revision,
        nonce=nonce_of(request, f"{action}/{case.pk}"),
    )
    try:
        case, is_full = _opened(request, number)
    except Missing:
        # Done, and no longer this actor's to see: a returned case has left the unit.
        case.refresh_from_db()
        is_full = False
    return full_out(case, actor_of(request)) if is_full else public_out(case)
