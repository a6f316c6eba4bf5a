"""Hours on their way to the national system: what is ready, what lacks something, what changed since."""

from itertools import islice
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.forms import SpokenForm
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.exchange import put_together
from ..domain.exchange_items import items, record_number
from ..domain.queries.exchange import counted, differences, files_of, line_of, listed
from ..exchange_enums import ExchangeState
from ..rules import KEEPERS
from .common import done, try_it

A_PAGE = 50
SHOWN = 200
"""Differences on the page; the file has them all."""


class PutTogetherForm(SpokenForm):
    words = forms.CharField(
        label=gettext_lazy("What is the file for?"),
        help_text=gettext_lazy("Such as: report of November. It stands in the ledger."),
        widget=forms.TextInput(attrs={"maxlength": 200}),
    )


def _paths(request: Visit) -> list[str]:
    return list(request.actor.reach.paths_for(*KEEPERS))


@console_view(*KEEPERS)
@require_safe
def exchange(request: Visit) -> HttpResponse:
    """``state`` narrows the list; ``after`` goes on."""
    return _show(request)


def _show(request: Visit, form: SpokenForm | None = None) -> HttpResponse:
    wanted = request.GET.get("state", "")
    page = page_of(listed(request.actor, wanted), by="-id", after=request.GET.get("after", ""), size=A_PAGE)
    counts = counted(request.actor)
    context: dict[str, Any] = {
        "wanted": wanted if wanted in ExchangeState.values else "",
        "states": [(each, counts[each]) for each in ExchangeState],
        "page": page,
        "lines": [(record_number(each.pk), line_of(each)) for each in page],
        "files": files_of(request.actor),
        "blank": [each for each in items() if not each.source],
        "form": form or PutTogetherForm(),
        "sendable": sum(
            counts[each] for each in (ExchangeState.READY, ExchangeState.REFUSED, ExchangeState.CHANGED)
        ),
    }
    return render(request, "volunteering/console/exchange.html", context, status=422 if form else 200)


@console_view(*KEEPERS)
@require_POST
def put(request: Visit) -> HttpResponse:
    """Put a file together for my place; it is taken out as a table, with a reason."""
    form = PutTogetherForm(request.POST)
    path = _paths(request)[0]
    made = try_it(form, lambda: put_together(path, words=request.POST.get("words", ""), by=request.actor))
    if made is None:
        return _show(request, form)
    return done(request, _("Put together. Take it out as a table now."), "console-table", "exchange")


@console_view(*KEEPERS)
@require_http_methods(["GET", "HEAD"])
def changes(request: Visit) -> HttpResponse:
    """What was sent and is not so any more, item by item."""
    found = list(islice(differences(_paths(request)), SHOWN + 1))
    context = {
        "rows": [(record_number(each.entry.pk), each) for each in found[:SHOWN]],
        "more": len(found) > SHOWN,
    }
    return render(request, "volunteering/console/exchange_changes.html", context)
