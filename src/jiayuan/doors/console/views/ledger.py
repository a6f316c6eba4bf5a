"""The ledger, for those who answer for it: is it whole, and what does it hold?

The pages show who did what to which subject and which fields changed. The values, which may be personal, are shown
to IT staff one entry at a time, for a reason that is recorded.
"""

from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.domain.ledger_values import reveal_values
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import gate, may
from jiayuan.foundation.access.rules import LEDGER_REVEAL, LEDGER_VERIFY
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.ledger.domain.queries import (
    changed_fields,
    entries,
    history,
    last_verification,
    latest_seals,
    record_verification,
    streams_named,
)
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Stream

from ..ledger_words import Told, subject_of, tell

READERS = (Role.DISTRICT_OFFICER, Role.IT_STAFF)
VERIFIED_HERE = 500_000
"""Entries that are verified while the page waits, some four seconds; more are left to the shell and the timetable."""
_VERIFIED_ALONE = 2_000
"""Entries of one stream that are verified whenever it is shown."""


@require_http_methods(["GET", "HEAD", "POST"])
@console_view(*READERS)
def ledger_page(request: Visit) -> HttpResponse:
    """Overview and search; POST verifies everything (IT staff)."""
    report = _verify_now(request) if request.method == "POST" else None
    wanted = request.GET.get("stream", "").strip()
    context: dict[str, Any] = {
        "wanted": wanted,
        "report": report,
        "verification": last_verification(),
        "seals": latest_seals(),
        "may_verify": may(request.actor, LEDGER_VERIFY),
        "is_it": may(request.actor, LEDGER_REVEAL),
    }
    return render(request, "console/ledger.html", context | _found(wanted, request.GET.get("after", "")))


def _verify_now(request: Visit) -> Any:
    gate(request.actor, LEDGER_VERIFY)
    written = Stream.objects.aggregate(written=Sum("length"))["written"] or 0
    if written > VERIFIED_HERE:
        raise Refused(
            _("The ledger has grown too long to be verified while a page waits."),
            _("Run it in the shell: %(command)s") % {"command": "jiayuan ledger verify"},
        )
    report = verify()
    record_verification(report, by=request.actor.person)
    return report


def _found(wanted: str, after: str) -> dict[str, Any]:
    """The entries of the stream with this name, or else the streams whose name begins so, or else what came last."""
    stream = Stream.objects.filter(pk=wanted).first() if wanted else None
    if stream is not None:
        page = page_of(history(wanted), by="-number", after=after)
        alone = verify([wanted]) if stream.length <= _VERIFIED_ALONE else None
        return {
            "stream": stream,
            "subject": subject_of(stream.name),
            "page": page,
            "entries": _lines(page.rows),
            "alone": alone,
        }
    if wanted:
        found = page_of(streams_named(wanted), by="name", after=after)
        return {"page": found, "streams": [(each, subject_of(each.name)) for each in found]}
    page = page_of(entries(), by="-id", after=after)
    return {"page": page, "entries": _lines(page.rows)}


def _lines(rows: Any) -> list[Told]:
    return [tell(entry) for entry in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@console_view(*READERS)
def ledger_entry(request: Visit, entry_id: int) -> HttpResponse:
    """One entry; POST with a ``reason`` shows its values (IT staff) and records who looked."""
    entry = entries().filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    context: dict[str, Any] = {
        "entry": entry,
        "told": tell(entry),
        "fields": changed_fields(entry),
        "is_it": may(request.actor, LEDGER_REVEAL, entry),
        "may_reveal": may(request.actor, LEDGER_REVEAL, entry) and entry.payload is not None,
    }
    status = 200
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "")
            context["changes"] = reveal_values(entry, by=request.actor, reason=reason)
        except Invalid as error:
            context["error"], status = error, error.status
    return render(request, "console/ledger_entry.html", context, status=status)
