"""One import: how far it is, what was found, the decision."""

import io

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.check import missing_columns
from ..domain.decide import cancel, choose_columns, confirm, find_job
from ..domain.marked import marked_table
from ..enums import JobState, Mode
from ..interfaces import shown
from ..models import Fault, Job
from ..rules import USE
from .lists import XLSX, as_download

PAGE = 50


@console_view()
@require_safe
def job(request: Visit, pk: int) -> HttpResponse:
    """The import; while something goes on the page asks again by itself. ``code`` narrows the faults."""
    found = find_job(pk, by=request.actor)
    gate(request.actor, USE, found.declared)
    return _page(request, found)


def _page(request: Visit, found: Job, error: DomainError | None = None) -> HttpResponse:
    code = request.GET.get("code", "")[:32]
    context = {"job": found, "sheet": found.declared, "error": error, "modes": Mode, "code": code}
    if found.state in (JobState.PREVIEWED, JobState.DONE, JobState.FAILED):
        context |= _result(request, found, code)
    response = render(request, "tables/job.html", context, status=error.status if error else 200)
    response["Cache-Control"] = "no-store"
    return response


def _result(request: Visit, found: Job, code: str) -> dict[str, object]:
    faults = Fault.objects.filter(job=found, **({"code": code} if code else {}))
    names = {each.key: str(each.label) for each in found.declared.columns}
    page = page_of(faults, by="row", after=request.GET.get("after", ""), size=PAGE)
    for each in page:
        each.column_name = names.get(each.column, "")
    missing = missing_columns(found) if found.found else []
    return {
        "faults": page,
        "summaries": shown.summaries(found),
        "warnings": shown.warnings(found),
        "columns": shown.mapped_columns(found),
        "file_columns": shown.file_columns(found),
        "preview_columns": shown.preview_columns(found),
        "changes": shown.changes_of(found),
        "missing": missing,
        "missing_words": _(", ").join(names[key] for key in missing),
        "is_open": found.state == JobState.PREVIEWED and not missing and not found.found.get("too_many"),
        "makes_others_wait": shown.makes_others_wait(found),
        "can_go_on": found.state == JobState.FAILED and bool(found.mode and found.file),
    }


@console_view()
@require_POST
def columns(request: Visit, pk: int) -> HttpResponse:
    """Name the columns, the worksheet, the row of the headings; all rows are checked again."""
    found = find_job(pk, by=request.actor)
    given: dict[str, str] = {key: str(value) for key, value in request.POST.items()}
    mapping = {
        key.removeprefix("column-"): int(value)
        for key, value in given.items()
        if key.startswith("column-") and value.isascii() and value.isdigit() and len(value) < 4
    }
    row = request.POST.get("header_row", "")
    header_row = int(row) if row.isascii() and row.isdigit() and len(row) < 7 else 0
    try:
        choose_columns(
            pk, table=request.POST.get("table", found.table), header_row=header_row or found.header_row,
            mapping=mapping, by=request.actor,
        )  # fmt: skip
    except DomainError as error:
        return _page(request, found, error)
    return redirect("console-table-job", pk)


@console_view()
@require_POST
def decide(request: Visit, pk: int) -> HttpResponse:
    """Import it: ``mode`` all or good."""
    found = find_job(pk, by=request.actor)
    try:
        confirm(pk, request.POST.get("mode", ""), by=request.actor)
    except DomainError as error:
        return _page(request, find_job(found.pk, by=request.actor), error)
    return redirect("console-table-job", pk)


@console_view()
@require_POST
def stop(request: Visit, pk: int) -> HttpResponse:
    """Cancel it."""
    cancel(find_job(pk, by=request.actor).pk, by=request.actor)
    return redirect("console-table-job", pk)


@console_view()
@require_safe
def marked(request: Visit, pk: int) -> HttpResponse:
    """The table as it was sent, with a column that says what to correct."""
    found = find_job(pk, by=request.actor)
    kind, content = marked_table(found, by=request.actor)
    begin, ending = found.file_name.rpartition(".")[0] or found.file_name, _("to correct")
    name = f"{begin}-{ending}.{kind}"
    kinds = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
    return as_download(io.BytesIO(content), name, kinds[kind])  # type: ignore[return-value]
