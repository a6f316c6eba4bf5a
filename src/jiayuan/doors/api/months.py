"""Frozen months: by what units and places are judged."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.errors import Refused
from jiayuan.services.cases.domain.queries.performance import Row, frozen_month, places_of, units_of
from jiayuan.services.cases.models import ScoreMonth
from jiayuan.services.cases.rules import CASE_ROLES

from .schemas_beside import MonthOut, MonthRowOut
from .scopes import MONTHS
from .visitors import Door, actor_of

router = Router(tags=["months"], auth=Door(MONTHS, named=True))
MOST = 120
Month = Annotated[str, Path(max_length=7, description="A frozen month.", examples=["2026-10"])]


def _check(request: HttpRequest, roles: Any) -> None:
    if not actor_of(request).reach.has_any(roles):
        raise Refused(
            _("Only those who work on cases see the frozen months."),
            _("What everybody may know stands in the figures."),
        )


def _month_out(month: ScoreMonth) -> dict[str, Any]:
    return {
        "month": str(month),
        "frozen_at": month.frozen_at,
        "lines": month.line_count,
        "digest": month.digest,
    }


def _row_out(row: Row, by: str) -> dict[str, Any]:
    return {
        by: row.subject.pk,
        "name": row.subject.display_name,
        "frozen": vars(row.frozen),
        "present": vars(row.present),
    }


@router.get("", response=list[MonthOut], summary="Months that are frozen")
def read_all(request: HttpRequest) -> Any:
    """The latest first. For those who work on cases."""
    _check(request, CASE_ROLES)
    return [_month_out(each) for each in ScoreMonth.objects.order_by("-month")[:MOST]]


@router.get("/{month}", response=list[MonthRowOut], exclude_none=True, summary="The sums of a frozen month")
def read_one(
    request: HttpRequest,
    month: Month,
    by: Literal["unit", "place"] = Query("unit", description="unit, or place for the desks."),
) -> Any:
    """As they were frozen, and as they stand with what was corrected since; of the units and places that I work with,
    by name or code. There are no ranks."""
    _check(request, CASE_ROLES if by == "unit" else DESK_STAFF)
    found = frozen_month(month or "-")
    assert found is not None  # noqa: S101 an unknown month raises
    rows = (units_of if by == "unit" else places_of)(actor_of(request), found)
    return [_row_out(each, by) for each in rows]
