"""The book of a fund: its lines, its statement as a file, and undoing what was entered wrongly."""

import secrets
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.fund import reverse_transfer
from ..domain.queries.fund import opened_fund, opened_transfer
from ..domain.queries.fund_statement import MONTHS, Period, held_before, line_of, lines_of, rows_of, statement
from ..fund_rules import FUND_REVERSE
from ..interfaces.fund_files import draw_statement, file_name, name_of, sums_of, what_for, write_statement
from ..interfaces.fund_forms import ReverseForm
from ..models import Fund, Transfer
from ..rules import DESK

A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@console_view(*DESK)
@require_safe
def book(request: Visit, pk: int) -> HttpResponse:
    """``year`` and ``month`` choose the period; ``after`` goes on in its lines."""
    fund = opened_fund(request.actor, pk)
    period = _period(request, fund)
    page = page_of(rows_of(fund, period), by="at", after=request.GET.get("after", ""), size=A_PAGE)
    held = held_before(page.rows[0], fund) if page.rows else 0
    context = {
        "fund": fund,
        "period": period,
        "years": range(fund.since.year, today().year + 1),
        "months": MONTHS,
        "sums": sums_of(statement(fund, period.year, period.month)),
        "page": page,
        "lines": [
            (line, name_of(line.transfer), what_for(line.transfer)) for line in lines_of(page.rows, held)
        ],
        "query": f"year={period.year}" + (f"&month={period.month}" if period.month else ""),
    }
    return render(request, "help/console/fund_book.html", context)


@console_view(*DESK)
@require_safe
def sheet(request: Visit, pk: int) -> HttpResponse:
    """The statement as a workbook."""
    fund = opened_fund(request.actor, pk)
    period = _period(request, fund)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statement.xlsx"
        write_statement(path, fund, period)
        return _file(path.read_bytes(), XLSX, file_name(fund, period, "xlsx"))


@console_view(*DESK)
@require_safe
def paper(request: Visit, pk: int) -> HttpResponse:
    """The statement as a PDF, to be signed."""
    fund = opened_fund(request.actor, pk)
    period = _period(request, fund)
    return _file(draw_statement(fund, period), "application/pdf", file_name(fund, period, "pdf"))


@console_view(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: Visit, pk: int) -> HttpResponse:
    """One line of the book: what it belongs to, and the form that undoes it."""
    found = opened_transfer(request.actor, pk)
    given = request.POST if request.method == "POST" else None
    form = ReverseForm(given)
    if given is not None and _reversed(request, pk, form) is not None:
        messages.success(request, _("Reversed. Enter what is right anew."))
        return redirect("console-fund-book", found.origin.fund_id)
    context = {
        "transfer": found,
        "name": name_of(found),
        "line": line_of(found),
        "verdict": may(request.actor, FUND_REVERSE, found),
        "is_over": found.reverses_id is not None or hasattr(found, "reversal"),
        "form": form,
        "nonce": secrets.token_hex(16),
    }
    status = 422 if given is not None else 200
    return render(request, "help/console/fund_transfer.html", context, status=status)


def _reversed(request: Visit, pk: int, form: ReverseForm) -> Transfer | None:
    given: Any = request.POST
    try:
        return reverse_transfer(
            pk, words=given.get("words", ""), by=request.actor, nonce=given.get("nonce") or None
        )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        form.blame(error)
        return None


def _period(request: Visit, fund: Fund) -> Period:
    """:raises Missing: the fund has no such year, or the year no such month."""
    year, month = request.GET.get("year", ""), request.GET.get("month", "")
    years = {str(each): each for each in range(fund.since.year, today().year + 1)}
    known = {str(each): each for each in MONTHS} | {"": None}
    if month not in known or (year and year not in years):
        raise Missing(_("The fund has no such year or month."), _("Choose one of those shown."))
    return Period(years.get(year, today().year), known[month])


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": disposition})
