"""Hours on the phone of who led: what was done and whether it counts. Somebody else confirms."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.clock.explain import explain
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.gatherings.models import Session
from jiayuan.services.gatherings.views.common import hosted_session

from ..domain.claims import CONFIRM_TERM, deadline_of, mark_hours
from ..domain.queries.activities import outcome_of
from ..domain.queries.hours import claims_of, not_checked_out
from ..enums import CHARITY_HOUR
from ..hour_enums import ClaimState
from ..interfaces.hour_forms import MarkForm, marked_like
from .common import METHODS, try_it


@signed_in
@require_http_methods(METHODS)
@never_cache
def marking(request: Visit, pk: int) -> HttpResponse:
    """Everybody of one session at once. Sent twice, the second finds nothing left to mark."""
    session = hosted_session(request, pk)
    if session.kind != CHARITY_HOUR:
        raise Missing(_("There is no such charity hour."), _("See what else is near and soon."))
    if request.method != "POST":
        return _show(request, session)
    form, given = MarkForm(request.POST), request.POST
    fields: dict[str, Any] = {name: given.get(name, "") for name in ("words", "because", "kind")}
    count = try_it(form, lambda: mark_hours(pk, by=request.actor, **fields))
    if count is None:
        return _show(request, session, form)
    said = ngettext(
        "Marked for %(count)s volunteer. The community confirms.",
        "Marked for %(count)s volunteers. The community confirms.",
        count,
    )
    if count:
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("Nothing waits to be marked any more."))
    return redirect("volunteering-marking", pk)


def _show(request: Visit, session: Session, form: MarkForm | None = None) -> HttpResponse:
    claims, due, outcome = (
        claims_of(session),
        deadline_of(session.ends_at),
        outcome_of(session, request.actor),
    )
    context = {
        "session": session,
        "claims": claims,
        "to_mark": sum(each.state == ClaimState.PREPARED for each in claims),
        "is_open": any(each.state in (ClaimState.PREPARED, ClaimState.MARKED) for each in claims),
        "due": due,
        "light": light(session.ends_at, due),
        "because": explain(session.ends_at, CONFIRM_TERM),
        "still_there": not_checked_out(session),
        "outcome": outcome,
        "form": form or MarkForm(initial=marked_like(session, outcome)),
    }
    return render(request, "volunteering/phone/marking.html", context, status=422 if form else 200)
