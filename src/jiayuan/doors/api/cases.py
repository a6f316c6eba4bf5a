"""Cases: reading them."""

from dataclasses import replace
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.paging import page_of
from jiayuan.services.cases.domain.queries.listing import SHORTEST_SEARCH, listed, public_list
from jiayuan.services.cases.domain.queries.offers import offers
from jiayuan.services.cases.domain.queries.opened import no_such_case, open_case
from jiayuan.services.cases.enums import PUBLIC_STATES
from jiayuan.services.cases.interfaces.filters import strict_filter
from jiayuan.services.cases.interfaces.visits import limit
from jiayuan.services.cases.models import Case
from jiayuan.services.cases.rules import has_joined

from .schemas import CaseOut, CasesOut, LineOut, ListQuery, OfferOut
from .scopes import SEE
from .shapes import full_out, listed_out, offer_out, photos_out, public_out, timeline_out
from .visitors import OPEN, Door, actor_of

router = Router(tags=["cases"], auth=Door(SEE))
public_router = Router(tags=["public"], auth=OPEN)
A_PAGE = 50
Number = Annotated[str, Path(description="The printed number, with its check digit.")]


@router.get("", response=CasesOut, exclude_none=True, summary="Cases that I may open")
def read_list(request: HttpRequest, query: Query[ListQuery]) -> Any:
    """Those reported by me, in my place of work or sent to my unit; newest first."""
    wanted = replace(strict_filter(request.GET), sort="new")
    page = page_of(listed(actor_of(request), wanted).with_clock(), by="-id", after=query.after, size=A_PAGE)
    return {"cases": [listed_out(case) for case in page], "next": page.next_cursor}


@public_router.get("/cases", response=CasesOut, exclude_none=True, summary="Cases that everybody may see")
def read_public(request: HttpRequest, query: Query[ListQuery]) -> Any:
    """What was reported and taken up; newest first. Positions to 100 metres, nothing that the reporter wrote."""
    wanted = replace(strict_filter(request.GET), mine=False, sort="new")
    if wanted.q:
        limit(request, "search")  # type: ignore[arg-type]
        if len(wanted.q) < SHORTEST_SEARCH:
            raise Invalid(
                _("This is too short to search for."), _("Send at least two characters."), field="q"
            )
    page = page_of(public_list(wanted), by="-id", after=query.after, size=A_PAGE)
    return {"cases": [public_out(case) for case in page], "next": page.next_cursor}


def opened(request: HttpRequest, number: str) -> tuple[Case, bool]:
    """The case, and whether all of it may be seen. :raises Missing: none of it may."""
    case = open_case(number)
    if may(actor_of(request), SEE, case):
        return case, True
    if (case.is_public and case.state in PUBLIC_STATES) or has_joined(actor_of(request), case):
        return case, False
    raise no_such_case()


def opened_in_full(request: HttpRequest, number: str) -> Case:
    case, is_full = opened(request, number)
    if not is_full:
        raise no_such_case()
    return case


@router.get("/{number}", response=CaseOut, exclude_none=True, summary="One case")
def read_one(request: HttpRequest, response: HttpResponse, number: Number) -> Any:
    """In full for its reporter (session, token, or the case token in ``X-Case-Token``) and those who work on it; for
    everybody else, who joined it included, what is public. The ``ETag`` is the revision: send it in
    ``If-Match`` with an action."""
    case, is_full = opened(request, number)
    counted = {"neighbours": case.joinings.count() + 1}
    if is_full:
        response["ETag"] = etag_of(case)
        return full_out(case, actor_of(request)) | counted
    if has_joined(actor_of(request), case):
        response["ETag"] = etag_of(case)
    return public_out(case) | counted | {"photos": photos_out(case, public_only=True)}


def etag_of(case: Case) -> str:
    return f'"{case.revision}"'


@router.get("/{number}/timeline", response=list[LineOut], summary="What happened to it")
def read_timeline(request: HttpRequest, number: Number) -> Any:
    """From the ledger: with names for those who work on it, with parts for its reporter."""
    return timeline_out(opened_in_full(request, number), actor_of(request))


@router.get("/{number}/actions", response=list[OfferOut], summary="What can be done next, and why not")
def read_actions(request: HttpRequest, number: Number) -> Any:
    case, is_full = opened(request, number)
    return [offer_out(each) for each in offers(case, actor_of(request))] if is_full else []
