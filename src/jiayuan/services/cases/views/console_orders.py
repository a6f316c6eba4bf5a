"""The console's list of supervision orders: filters in the address, export of exactly what is seen."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.spoken import remaining
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.tables.interfaces.writing import cut_line

from ..domain.export import MOST, export_orders
from ..domain.queries.orders import OrderFilter, because_of, listed_orders
from ..enums import OrderLevel, OrderState
from ..interfaces.order_filters import address_of_orders, notes_on_orders, order_filter
from ..interfaces.order_table import csv_of_orders
from ..models import SupervisionOrder
from ..rules import CASE_ROLES
from .console_list import A_PAGE, places_of


@console_view(*CASE_ROLES)
@require_safe
def orders(request: Visit) -> HttpResponse:
    wanted, after = order_filter(request.GET), request.GET.get("after", "")
    page = page_of(listed_orders(request.actor, wanted), by="-id", after=after, size=A_PAGE)
    context = {
        "page": page,
        "lines": [(order, *_due(order)) for order in page],
        "wanted": wanted,
        "notes": notes_on_orders(request.GET),
        "address": address_of_orders(wanted),
        "states": [
            ("", pgettext("supervision orders", "All")),
            ("live", pgettext("supervision orders", "Not settled")),
            ("late", pgettext("supervision orders", "Late")),
            *OrderState.choices,
        ],
        "levels": OrderLevel.choices,
        "places": places_of(request),
        "is_empty": wanted == OrderFilter(),
        "is_first": not after,
    }
    return render(request, "cases/console/orders.html", context)


def _due(order: SupervisionOrder) -> tuple[str, str, str]:
    """Light, what is left and why, while an answer is owed."""
    if order.state != OrderState.OPEN:
        return "none", "", ""
    return light(order.term_since, order.due_at), remaining(order.due_at, now()), because_of(order)


@console_view(*CASE_ROLES)
@require_safe
def export(request: Visit) -> StreamingHttpResponse:
    """All rows of the list as it is filtered, as a table file. That it was taken is recorded."""
    rows, total = export_orders(order_filter(request.GET), by=request.actor)
    what = _("supervision orders")
    name = f"{what}-{today():%Y%m%d}.csv"
    return StreamingHttpResponse(
        csv_of_orders(rows.iterator(chunk_size=500), cut_line(MOST, total)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )
