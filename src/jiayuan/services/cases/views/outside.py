"""The page behind a link for somebody outside: no account, nothing of the reporter, nothing that leaks the address."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import DomainError, Gone, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.evidence.models import Photo

from ..domain.outside.answer import answer_outside
from ..domain.outside.hold import check_holds, uses_left
from ..domain.outside.tokens import find_link
from ..domain.proof import lacks_before
from ..domain.queries.opened import no_such_case
from ..domain.queries.outside import shown_outside
from ..enums import ProofPolicy
from ..interfaces.outside_sheet import outside_given_of
from ..interfaces.sheet import Sheet, filled_in, let_go_of_lost, take_in_photos
from ..interfaces.visits import limit
from ..models import OutsideLink
from ..outside_enums import OutsideKind

PHOTOS = {"full": "file", "thumb": "thumbnail"}
POLICY = {
    "img-src": [SELF, "blob:", "data:"], "connect-src": [SELF], "media-src": [NONE], "form-action": [SELF],
}  # fmt: skip
"""Pictures of ours alone: no map's tiles, no other host ever hears of this page."""
Page = Callable[..., HttpResponse]


def outside_page(view: Page) -> Page:
    """A page that search engines leave out, that no cache keeps and whose address stays here; a link that does not
    hold says what to do instead."""

    @wraps(view)
    def shown(request: Visit, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, token, *args, **kwargs)
        except DomainError as error:
            response = render(request, "cases/phone/outside_gone.html", {"error": error}, status=error.status)
            if error.status == 429:
                response["Retry-After"] = str(getattr(error, "retry_after", 60))
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "same-origin"
        return response

    bare: Any = shown
    dressed: Any = csp_replace(POLICY)(never_cache(bare))
    return cast("Page", dressed)


@outside_page
@require_safe
def page(request: Visit, token: str) -> HttpResponse:
    """What is asked, and what can be answered."""
    limit(request, "outside")
    link = find_link(token)
    if link.opened_at is None:
        OutsideLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now())
    return _page(request, token, link)


def _page(
    request: Visit, token: str, link: OutsideLink, sheet: Sheet | None = None, sent: str = ""
) -> HttpResponse:
    """``sheet`` is the form of answer ``sent`` that comes back. What was answered for good stays readable."""
    sheet = sheet or Sheet()
    if link.final is None:
        check_holds(link.case, link)
    left = {each.value: uses_left(link, each) for each in OutsideKind}
    taken = any(each.kind == OutsideKind.TAKE for each in link.answers.all())
    context: dict[str, Any] = {
        "token": token,
        "link": link,
        "case": link.case,
        "is_late": now() > link.until,
        "photos": [] if link.final or not link.shows_photos else _tiles(token, link),
        "left": left,
        "taken": taken,
        "lacks_before": lacks_before(link.case),
        "asks_before": link.case.version.proof == ProofPolicy.BOTH,
        "asks_after": link.case.version.proof != ProofPolicy.NONE,
        "today": today(),
        "until_day": timezone.localdate(link.until),
        "sheet": sheet,
        "sent": sent,
    }
    return render(request, "cases/phone/outside.html", context, status=sheet.status)


def _tiles(token: str, link: OutsideLink) -> list[dict[str, str]]:
    return [
        {
            "thumb_url": reverse("outside-photo", args=[token, each.photo_id, "thumb"]),
            "full_url": reverse("outside-photo", args=[token, each.photo_id, "full"]),
        }
        for each in _shown_photos(link)
    ]


def _shown_photos(link: OutsideLink) -> Any:
    return shown_outside(link.case, link.round).select_related("photo")


@outside_page
@require_POST
def answer(request: Visit, token: str, kind: str) -> HttpResponse:
    """Take what was sent. A refusal brings the page back with what was typed."""
    limit(request, "outside-answer")
    if kind not in OutsideKind.values:
        raise no_such_case()
    link = find_link(token)
    if (
        link.final is None
    ):  # else it may be the second sending of what was answered; asked again under the lock
        check_holds(link.case, link)
    sheet = filled_in(request.POST)
    take_in_photos(sheet, request, request.actor)
    given = outside_given_of(sheet, request)
    if not sheet.faults:
        try:
            answer_outside(token, OutsideKind(kind), given, by=request.actor, nonce=sheet.nonce)
        except (Gone, Missing):
            raise
        except DomainError as error:
            sheet.note(error)
    if sheet.faults:
        let_go_of_lost(sheet, request, request.actor)
        return _page(request, token, find_link(token), sheet, kind)
    return HttpResponseRedirect(reverse("outside", args=[token]) + f"?sent={kind}#answers")


@outside_page
@require_safe
def photo(_request: Visit, token: str, photo_id: UUID, size: str) -> Any:
    """A photo of the case, for whoever holds a link that shows them."""
    link = find_link(token)
    check_holds(link.case, link)
    found: Photo | None = None
    if link.shows_photos and size in PHOTOS:
        found = next((each.photo for each in _shown_photos(link).filter(photo_id=photo_id)), None)
    if found is None:
        raise no_such_case()
    try:
        content = getattr(found, PHOTOS[size]).open("rb")
    except FileNotFoundError:
        raise no_such_case() from None
    response = FileResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response
