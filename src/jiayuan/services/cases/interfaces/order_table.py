"""Supervision orders as a table file that a spreadsheet opens safely."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.tables.interfaces.writing import BYTE_ORDER_MARK, safe_cell

from ..models import SupervisionOrder
from .table import Echo


def headings() -> list[str]:
    return [
        pgettext("supervision order", "Order"), _("Case"), _("Category"), _("Place"), _("Unit"), _("Issued by"),
        pgettext("supervision order", "Issued"),
        _("Reason"), _("What is wanted"), _("Answer due"), _("State"), pgettext("supervision order", "Answer"),
    ]  # fmt: skip


def csv_of_orders(orders: Iterable[SupervisionOrder], last: Sequence[str] = ()) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK + writer.writerow(headings())
    for order in orders:
        yield writer.writerow([safe_cell(each) for each in _row(order)])
    if last:
        yield writer.writerow(last)


def _row(order: SupervisionOrder) -> list[Any]:
    case = order.case
    return [
        order.number,
        case.number,
        case.version.display_name,
        case.place.display_name,
        case.unit.display_name if case.unit else "",
        order.get_level_display(),
        f"{local(order.issued_at):%Y-%m-%d %H:%M}",
        mask_words(order.reason),
        mask_words(order.wanted),
        f"{local(order.due_at):%Y-%m-%d %H:%M}",
        order.get_state_display(),
        mask_words(order.answer),
    ]
