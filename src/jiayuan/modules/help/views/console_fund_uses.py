"""What of a year's money is meant for which purpose, and how much of it is used."""

import secrets

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.fund_allot import allot
from ..domain.queries.allotments import uses_of
from ..domain.queries.fund import opened_fund
from ..domain.queries.fund_statement import statement
from ..fund_rules import FUND_ALLOT
from ..interfaces.fund_forms import AllotForm, fen_of
from ..models import Fund
from ..rules import DESK


@console_view(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def uses(request: Visit, pk: int) -> HttpResponse:
    """``year`` chooses; the offices above set what is meant for a purpose."""
    fund = opened_fund(request.actor, pk)
    years = range(fund.since.year, today().year + 2)
    asked = request.GET.get("year", "")
    year = next((each for each in years if str(each) == asked), today().year)
    form = AllotForm(request.POST if request.method == "POST" else None)
    if form.is_bound and _set(request, fund, year, form):
        messages.success(request, _("Noted."))
        return HttpResponseRedirect(f"{reverse('console-fund-uses', args=[pk])}?year={year}")
    context = {
        "fund": fund,
        "year": year,
        "years": years,
        "uses": uses_of(fund, statement(fund, year)),
        "form": form,
        "verdict": may(request.actor, FUND_ALLOT, fund),
        "nonce": secrets.token_hex(16),
    }
    return render(request, "help/console/fund_uses.html", context, status=422 if form.is_bound else 200)


def _set(request: Visit, fund: Fund, year: int, form: AllotForm) -> bool:
    given = request.POST
    try:
        allot(
            fund.pk, year=year, kind=given.get("kind", ""), amount=fen_of(given.get("amount", "")),
            by=request.actor, nonce=given.get("nonce") or None,
        )  # fmt: skip
    except DomainError as error:
        if error.status in (403, 404):
            raise
        form.blame(error)
        return False
    return True
