"""The rules of the ladder as a form: line by line, those that are there and a few new ones above them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid
from jiayuan.services.cases.interfaces.sheet import whole_number

from ..domain.ladder_rules import Line
from ..enums import Tier, Urgency, WishKind
from ..models import LadderRule

DROP = "drop"
"""Instead of a unit: without this line."""
NEW_LINES = 2
_COLUMNS = ("kind", "urgency", "tier", "amount", "unit")


@dataclass(frozen=True)
class Row:
    """A line of the form as it stands there. ``is_new``: kind, urgency and tier can be chosen."""

    at: int
    kind: str = ""
    urgency: str = ""
    tier: str = ""
    amount: str = ""
    unit: str = ""
    is_new: bool = False

    @property
    def field(self) -> str:
        return f"line{self.at}"

    @property
    def for_whom(self) -> str:
        kind = str(WishKind(self.kind).label) if self.kind in WishKind.values else ""
        urgency = str(Urgency(self.urgency).label) if self.urgency in Urgency.values else ""
        return " · ".join(each for each in (kind, urgency) if each) or _("All other wishes")

    @property
    def tier_label(self) -> str:
        return str(Tier(self.tier).label) if self.tier in Tier.values else self.tier


def rows_of(rules: Sequence[LadderRule]) -> list[Row]:
    """As they are in force, and empty lines above."""
    empty = [Row(at, is_new=True) for at in range(NEW_LINES)]
    known = [
        Row(at, each.kind, each.urgency, each.tier, str(each.amount or ""), each.unit)
        for at, each in enumerate(rules, NEW_LINES)
    ]
    return [*empty, *known]


def rows_sent(post: QueryDict) -> list[Row]:
    """As they were typed. :raises Invalid: the columns do not fit together."""
    columns = [post.getlist(name) for name in _COLUMNS]
    if len({len(each) for each in columns}) != 1:
        raise Invalid(_("Part of this form did not arrive."), _("Open the page again."))
    typed = [Row(at, *cells) for at, cells in enumerate(zip(*columns, strict=True))]
    return [replace(each, is_new=each.at < NEW_LINES) for each in typed]


def lines_of(rows: Sequence[Row]) -> list[Line]:
    """The rules that are meant: without empty lines and those taken out."""
    return [_line(each) for each in rows if each.unit != DROP and not (each.is_new and not each.tier)]


def mark_of(lines: Sequence[Line]) -> str:
    """By which is known whether these very lines were looked at before they are put in force."""
    return sha256(repr(lines).encode()).hexdigest()[:32]


def _line(row: Row) -> Line:
    amount = (whole_number(row.amount) or 0) if row.unit else None
    return Line(row.tier, row.kind, row.urgency, amount, row.unit, field=row.field)
