"""Values as people and programs read them, and the period a page asks about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy

from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.figures import Value

from ..domain.queries.ask import Answer, lately

PERIODS = {
    "30": gettext_lazy("Last 30 days"),
    "year": gettext_lazy("Since the beginning of the year"),
    "all": gettext_lazy("Since the beginning"),
}


@dataclass(frozen=True)
class Asked:
    """What the address of a page asks: a place's path or nothing, a day or today, one of :data:`PERIODS`."""

    place: str
    day: date | None
    period: str

    @property
    def since(self) -> date | None:
        end = self.day or today()
        return {"30": lately(end), "year": date(end.year, 1, 1), "all": None}[self.period]

    def query(self, place: str) -> str:
        """The same again, for a link."""
        said = {"place": place, "as_of": self.day and self.day.isoformat(), "period": self.period}
        return urlencode({key: value for key, value in said.items() if value and value != "30"})


def asked_by(given: Mapping[str, str]) -> Asked:
    """:raises Invalid: the day is none."""
    period = given.get("period", "30")
    return Asked(
        place=given.get("place", ""),
        day=read_day(given.get("as_of", ""), "as_of"),
        period=period if period in PERIODS else "30",
    )


def spoken(value: Value) -> str:
    """With the language's marks for thousands; a dash where there is nothing to say."""
    if value is None:
        return "–"
    return number_format(value, use_l10n=True, force_grouping=True)


def plain(value: Value) -> int | float | None:
    """For JSON: whole numbers whole."""
    return float(value) if isinstance(value, Decimal) else value


def tile(found: Answer, asked: Asked) -> dict[str, Any]:
    """A number on a page, and the address that opens its rows."""
    figure = found.figure
    address = reverse("console-figure", args=[figure.id])
    return {
        "id": figure.id,
        "name": figure.name,
        "value": spoken(found.value),
        "unit": figure.unit_name,
        "definition": figure.definition,
        "limits": "" if found.scope.is_live else figure.limits,
        "is_flow": figure.is_flow,
        "url": f"{address}?{asked.query(found.scope.path)}",
    }
