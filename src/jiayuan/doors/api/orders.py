"""Supervision orders: the list of them. They are issued, answered and judged by actions of their case."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.paging import page_of
from jiayuan.services.cases.domain.queries.orders import listed_orders
from jiayuan.services.cases.enums import OrderState
from jiayuan.services.cases.interfaces.order_filters import order_filter
from jiayuan.services.cases.models import SupervisionOrder
from jiayuan.services.cases.rules import CASE_ROLES

from .schemas_desk import OrdersOut, OrdersQuery
from .scopes import SEE
from .visitors import Door, actor_of


def _works_on_cases(request: HttpRequest, **_more: Any) -> None:
    if not actor_of(request).reach.has_any(CASE_ROLES):
        raise Refused(
            _("Only those who work on cases see supervision orders."),
            _("What came of your report stands in its timeline."),
        )


router = Router(tags=["orders"], auth=Door(SEE, named=True, rule=_works_on_cases))
A_PAGE = 50
PLAIN = ("number", "state", "level", "days", "issued_at", "due_at", "answered_at", "judged_at")
SAID = ("reason", "wanted", "answer", "remark")


def _order_out(order: SupervisionOrder) -> dict[str, Any]:
    case = order.case
    return {
        **{name: getattr(order, name) for name in PLAIN},
        **{name: mask_words(getattr(order, name)) for name in SAID},
        "state_label": order.get_state_display(),
        "level_label": order.get_level_display(),
        "is_late": order.state == OrderState.OPEN and order.due_at < now(),
        "case": case.number,
        "category_name": case.version.display_name,
        "place": case.place_id,
        "place_name": case.place.display_name,
        "unit": case.unit.display_name if case.unit else None,
    }


@router.get("", response=OrdersOut, exclude_none=True, summary="Supervision orders on cases that I may open")
def read_orders(request: HttpRequest, query: Query[OrdersQuery]) -> Any:
    """Newest first; numbers of people masked. For those who work on cases. Issue, answer and judge them with
    `POST /api/cases/{number}/actions/{action}`."""
    rows = listed_orders(actor_of(request), order_filter(request.GET))
    page = page_of(rows, by="-id", after=query.after, size=A_PAGE)
    return {"orders": [_order_out(each) for each in page], "next": page.next_cursor}
