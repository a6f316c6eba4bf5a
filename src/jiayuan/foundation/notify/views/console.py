"""The outbox and the clock, for those who keep the house running."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.duties.domain.alarm import standings

from ..domain.mend import cancel_delivery, retry_all, retry_delivery
from ..domain.queries.outbox import deliveries, tally
from ..enums import Event, State

PAGE = 50
TONES = {
    State.WAITING: "neutral",
    State.SENDING: "info",
    State.SENT: "success",
    State.FAILED: "error",
    State.GIVEN_UP: "error",
    State.UNCERTAIN: "warning",
    State.CANCELLED: "neutral",
}
SHOWN = (State.WAITING, State.SENT, State.FAILED, State.GIVEN_UP, State.UNCERTAIN, State.CANCELLED)


@require_safe
@console_view(Role.IT_STAFF)
def outbox(request: Visit) -> HttpResponse:
    """What waits, what left, what did not: ``state``, ``after``. Addresses are masked, and words are not shown."""
    state = request.GET.get("state", "")
    page = page_of(deliveries(state), after=request.GET.get("after", ""), size=PAGE)
    kinds = {kind.name: kind.label for kind in registers.notices}
    rows = [
        {
            "delivery": each,
            "kind": kinds.get(each.notice.kind, each.notice.kind),
            "tone": TONES[State(each.state)],
            "may_retry": each.can(Event.RETRY),
            "may_cancel": each.can(Event.CANCEL),
        }
        for each in page
    ]
    counts = tally()
    context = {
        "page": page,
        "rows": rows,
        "tally": counts,
        "trouble": [(each, counts.trouble[each]) for each in counts.trouble],
        "states": SHOWN,
        "state": state if state in State.values else "",
    }
    return render(request, "notify/outbox.html", context)


@console_view(Role.IT_STAFF)
@require_POST
def retry(request: Visit, pk: int) -> HttpResponse:
    """Try one again."""
    retry_delivery(pk, by=request.actor)
    messages.success(request, _("It goes out again with the next round."))
    return redirect("console-outbox")


@console_view(Role.IT_STAFF)
@require_POST
def cancel(request: Visit, pk: int) -> HttpResponse:
    """Send one no more."""
    cancel_delivery(pk, by=request.actor)
    messages.success(request, _("It is not sent any more."))
    return redirect("console-outbox")


@console_view(Role.IT_STAFF)
@require_POST
def retry_failed(request: Visit) -> HttpResponse:
    """Everything again that was refused or given up, after an outage."""
    count = retry_all(by=request.actor)
    messages.success(
        request,
        ngettext("%(count)d message goes out again.", "%(count)d messages go out again.", count)
        % {"count": count},
    )
    return redirect("console-outbox")


@require_safe
@console_view(Role.IT_STAFF)
def duties(request: Visit) -> HttpResponse:
    """Everything that happens by the clock: when it last ended well, and what went wrong."""
    return render(request, "notify/duties.html", {"standings": standings()})
