"""The one place of work: everything that waits for me, and why."""

import csv
import io

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiayuan.district.desk.inbox import LIMIT, Inbox, inbox, sheet
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.kept import kept
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.clock.working import calendar_warning
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.tables.interfaces.writing import BYTE_ORDER_MARK, safe_cell

LONGEST = 100


def _asked(request: Visit) -> tuple[str, str]:
    return request.GET.get("kind", "")[:LONGEST], request.GET.get("q", "")[:LONGEST]


def _inbox(request: Visit) -> Inbox:
    kind, words = _asked(request)
    return inbox(request.actor, kind=kind, words=words)


@require_safe
@console_view()
def inbox_page(request: Visit) -> HttpResponse:
    """``?kind=`` and ``?q=`` narrow it; both stay in the address."""
    kind, words = _asked(request)
    found = _inbox(request)
    context = {
        "inbox": found,
        "rows": [
            kept("console/_inbox_line.html", line=line, is_first=not at)
            for at, line in enumerate(found.lines)
        ],
        "kind": kind,
        "q": words,
        "limit": LIMIT,
        "inbox_count": found.total,
        "warning": calendar_warning(today()),
        "warning_in_full": request.actor.reach.has_any([Role.IT_STAFF]),
    }
    return render(request, "console/inbox.html", context)


@require_safe
@console_view()
def inbox_export(request: Visit) -> HttpResponse:
    """Exactly the lines of the page, in its order, for a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [_("Matter"), _("Where"), _("Why it is mine"), _("Basis"), _("Due"), _("Time left"), _("Due because")]
    )
    writer.writerows([safe_cell(each) for each in row] for row in sheet(_inbox(request).lines))
    response = HttpResponse(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="jiayuan-{local(now()):%Y%m%d-%H%M}.csv"'
    return response
