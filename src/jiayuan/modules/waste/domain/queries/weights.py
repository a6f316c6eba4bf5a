"""Weights of places over some weeks. Every number says of how many estates it speaks; no place is ranked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Cast, Substr

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH, STREET_LENGTH

from ...enums import EVERYDAY, Stream
from ...models import WeekWeight
from ..weeks import monday_of

ESTATE_LENGTH = 15
FEWEST_WEEKS = 2
"""A share of one week alone is chance: it is not shown."""


@dataclass
class WeightLine:
    """A place. ``kg`` by stream, and ``weighed`` in how many weeks; household-weeks only of those estates whose
    households are known and that were weighed in that week, so that a kilogram is never divided by somebody whose
    waste was not weighed."""

    place: Place
    kg: dict[str, float] = field(default_factory=dict)
    weighed: dict[str, int] = field(default_factory=dict)
    estates: int = 0
    weeks: int = 0
    due: int = 0
    missed: int = 0
    household_weeks: int = 0
    household_kg: float = 0.0

    @property
    def total(self) -> float:
        return sum(self.kg.values())

    @property
    def kitchen_share(self) -> float | None:
        """Of kitchen and residual waste together, in hundredths 厨余分出率; both have to be weighed."""
        both = (Stream.KITCHEN, Stream.RESIDUAL)
        together = sum(self.kg.get(each, 0.0) for each in both)
        enough = together and all(self.weighed.get(each, 0) >= FEWEST_WEEKS for each in both)
        return 100 * self.kg[Stream.KITCHEN] / together if enough else None

    @property
    def kg_a_household(self) -> float | None:
        """Of a household and week."""
        enough = self.weeks >= FEWEST_WEEKS and self.household_weeks
        return self.household_kg / self.household_weeks if enough else None

    @property
    def made(self) -> float | None:
        """Collections that were made, in hundredths of those that were due."""
        return 100 * (self.due - self.missed) / self.due if self.due else None


def whole_weeks(many: int) -> tuple[date, date]:
    """The Monday of the first, and the Monday after the last, of so many weeks that are over."""
    end = monday_of(today())
    return end - timedelta(weeks=many), end


def weights_of(paths: Sequence[str], many: int) -> Sequence[WeightLine]:
    """By street for whoever sees several, else by community, else by estate; in order of their paths. Three queries."""
    first, end = whole_weeks(many)
    rows = WeekWeight.objects.within(*paths).filter(week__gte=first, week__lt=end).order_by()
    length = _length(paths)
    by_place: QuerySet[Any] = rows.annotate(at=Substr("estate_id", 1, length))
    lines: dict[str, WeightLine] = {}
    known = Place.objects.defer("boundary").in_bulk(set(by_place.values_list("at", flat=True).distinct()))
    for row in by_place.values("at", "stream").annotate(
        kilograms=Sum("kg"), called=Sum("due"), late=Sum("missed"),
        over=Count("week", filter=Q(collections__gt=0), distinct=True),
    ):  # fmt: skip
        line = lines.setdefault(row["at"], WeightLine(known[row["at"]]))
        line.kg[row["stream"]], line.weighed[row["stream"]] = float(row["kilograms"]), row["over"]
        line.due += row["called"]
        line.missed += row["late"]
    _count_estates(by_place, lines)
    return [lines[path] for path in sorted(lines)]


def _length(paths: Iterable[str]) -> int:
    shortest = min((len(each) for each in paths), default=COMMUNITY_LENGTH)
    if shortest < STREET_LENGTH:
        return STREET_LENGTH
    return COMMUNITY_LENGTH if shortest < COMMUNITY_LENGTH else ESTATE_LENGTH


def _count_estates(rows: "QuerySet[Any]", lines: Mapping[str, WeightLine]) -> None:
    """Estates, weeks and household-weeks: a week of an estate counts once, whatever streams were weighed."""
    weighed = rows.filter(stream__in=EVERYDAY, collections__gt=0).values(
        "at", "estate_id", "week", households=F("estate__households")
    )
    seen: dict[str, tuple[set[str], set[date]]] = {path: (set(), set()) for path in lines}
    for row in weighed.annotate(kilograms=Cast(Sum("kg", filter=Q(stream__in=EVERYDAY)), FloatField())):
        estates, weeks = seen[row["at"]]
        estates.add(row["estate_id"])
        weeks.add(row["week"])
        if row["households"]:
            lines[row["at"]].household_weeks += row["households"]
            lines[row["at"]].household_kg += row["kilograms"]
    for path, (estates, weeks) in seen.items():
        lines[path].estates, lines[path].weeks = len(estates), len(weeks)


def flags_seen(actor: Actor, paths: Sequence[str] | None = None) -> "QuerySet[WeekWeight]":
    """Weights out of the ordinary that nobody has explained yet."""
    rows = WeekWeight.objects.within(*(actor.reach.paths_for(*DESK_STAFF) if paths is None else paths))
    return _with_estate(rows.to_look_at())


def flag_seen(actor: Actor, pk: int) -> WeekWeight | None:
    """The one that a link is about, whether somebody has explained it or not. One query."""
    rows = WeekWeight.objects.within(*actor.reach.paths_for(*DESK_STAFF)).exclude(flag="")
    return _with_estate(rows).filter(pk=pk).first()


def _with_estate(rows: "QuerySet[WeekWeight]") -> "QuerySet[WeekWeight]":
    return rows.select_related("estate__parent").defer("estate__boundary", "estate__parent__boundary")
