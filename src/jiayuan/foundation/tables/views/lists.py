"""The lists: what can be brought in and taken out, samples, exports."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import gate, may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import Sheet
from jiayuan.foundation.common.visit import Visit

from ..domain.decide import upload
from ..domain.take_out import begin_export, hand_out
from ..enums import ExportKind
from ..interfaces.samples import KINDS, draw_sample
from ..models import Export, Job
from ..rules import REVEAL, USE

SHOWN = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_named(name: str) -> Sheet:
    """:raises Http404: there is no such list."""
    if name not in registers.sheets.names():
        raise Http404
    return registers.sheets[name]


def as_download(content: Any, file_name: str, content_type: str) -> FileResponse:
    """A file that is not kept by anybody on the way."""
    response = FileResponse(content, as_attachment=True, filename=file_name, content_type=content_type)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@console_view()
@require_safe
def lists(request: Visit) -> HttpResponse:
    """The lists that I keep, my imports and my exports."""
    mine = {"who_id": request.actor.pk}
    context = {
        "sheets": [sheet for sheet in registers.sheets if may(request.actor, USE, sheet)],
        "jobs": Job.objects.filter(**mine).order_by("-pk")[:SHOWN],
        "exports": Export.objects.filter(**mine).order_by("-pk")[:SHOWN],
    }
    return render(request, "tables/lists.html", context)


@console_view()
@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: Visit, sheet: str) -> HttpResponse:
    """Choose a file for a list, take it out, or see what belongs in it."""
    found = sheet_named(sheet)
    gate(request.actor, USE, found)
    if request.method != "POST":
        return _list_page(request, found)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Invalid(_("No file was chosen."), _("Choose the file with the table."), field="file")
        job = upload(found, file, name=file.name or "", by=request.actor)
    except DomainError as error:
        return _list_page(request, found, error)
    return redirect("console-table-job", job.pk)


def _list_page(request: Visit, sheet: Sheet, error: DomainError | None = None) -> HttpResponse:
    context = {
        "sheet": sheet,
        "error": error,
        "count": sheet.count(request.actor),
        "kinds": ExportKind.choices,
        "may_reveal": sheet.is_personal and bool(may(request.actor, REVEAL, sheet)),
        "keys": [str(sheet.column(key).label) for key in sheet.key],
    }
    return render(request, "tables/list.html", context, status=error.status if error else 200)


@console_view()
@require_safe
def sample(request: Visit, sheet: str, kind: str) -> HttpResponse:
    """An empty, a good or a bad table to try out."""
    found = sheet_named(sheet)
    gate(request.actor, USE, found)
    if kind not in KINDS:
        raise Http404
    drawn = draw_sample(found, kind, found.examples(request.actor))
    response = HttpResponse(drawn, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{found.name}-{kind}.xlsx"'
    return response


@console_view()
@require_POST
def export(request: Visit, sheet: str) -> HttpResponse:
    """Have the list written to a file."""
    found = sheet_named(sheet)
    try:
        begin_export(
            found, request.POST.get("kind", ""), by=request.actor, in_full=bool(request.POST.get("in_full")),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except DomainError as error:
        if error.status != 422:
            raise
        return _list_page(request, found, error)
    messages.success(request, _("The file is being written; you find it under “Taken out”."))
    return redirect("console-tables")


@console_view()
@require_safe
def download(request: Visit, pk: int) -> HttpResponse:
    """The file of an export, for whom took it out."""
    found = hand_out(pk, by=request.actor)
    kind = XLSX if found.kind == ExportKind.XLSX else "text/csv; charset=utf-8"
    return as_download(found.file.open("rb"), f"{found.declared.label}-{today():%Y-%m-%d}.{found.kind}", kind)  # type: ignore[return-value]
