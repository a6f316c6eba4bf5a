"""The list on paper: printed before, and typed in quickly afterwards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.paper import PaperDraft, print_sheet
from ..domain.quick_entry import Entered, enter_lines
from ..interfaces.entered import count_of
from ..interfaces.sheet_lines import lines_of
from ..models import Session
from ..rules import NAME
from .common import HOSTS, hosted_session

MOST_SIGNS = 20_000


@console_view(*HOSTS)
@require_safe
@never_cache
def paper(request: Visit, pk: int) -> HttpResponse:
    return _page(request, hosted_session(request, pk))


def _page(
    request: Visit, session: Session, error: DomainError | None = None, entered: Entered | None = None
) -> HttpResponse:
    context = {
        "session": session,
        "may_name": bool(may(request.actor, NAME, session)),
        "error": error,
        "entered": entered,
        "typed": request.POST,
    }
    is_wrong = error is not None or (entered is not None and entered.wrong)
    status = error.status if error else 422 if is_wrong else 200
    return render(request, "gatherings/console/paper.html", context, status=status)


@console_view(*HOSTS)
@require_POST
def printed(request: Visit, pk: int) -> HttpResponse:
    """The sheet as a file."""
    session, post = hosted_session(request, pk), request.POST
    try:
        draft = PaperDraft(count_of(post, "blanks"), "in_full" in post, post.get("because", ""))
        address = absolute(request, reverse("gathering", args=[session.pk]))
        drawn = print_sheet(session, draft, address=address, by=request.actor)
    except DomainError as error:
        return _page(request, session, error)
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="gathering-{session.pk}.pdf"'
    return answer


@console_view(*HOSTS)
@require_POST
def enter(request: Visit, pk: int) -> HttpResponse:
    """Look at what was typed; with ``write`` it is entered, if nothing in it is wrong."""
    session, post = hosted_session(request, pk), request.POST
    try:
        lines = lines_of(post.get("lines", "")[:MOST_SIGNS])
        entered = enter_lines(
            session.pk, lines, by=request.actor, nonce=post.get("nonce"), is_trial="write" not in post
        )
    except DomainError as error:
        return _page(request, session, error)
    if not entered.is_written:
        return _page(request, session, entered=entered)
    count = len(lines)
    said = ngettext("%(count)s row is entered.", "%(count)s rows are entered.", count) % {"count": count}
    messages.success(request, said)
    return redirect("console-gathering", session.pk)
