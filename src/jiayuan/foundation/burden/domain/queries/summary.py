"""What the counts say of each task: over some months, and month by month."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from jiayuan.foundation.clock.now import today

from ...histogram import LEFT_OPEN, SMALLEST, median_count, median_seconds
from ...models import Effort, Measure
from ...tasks import TASKS, Task

MONTHS = 6
Steps = Mapping[str, Counter[int]]


@dataclass
class Told:
    """Of some forms, by measure. Of fewer than :data:`SMALLEST` nothing but that they are few."""

    steps: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def entries(self) -> int:
        return sum(self.steps[Measure.BY_HAND].values())

    @property
    def is_few(self) -> bool:
        return self.entries < SMALLEST

    @property
    def minutes(self) -> float | None:
        """The median, of those that were not left open; None where too few say it."""
        timed = self.steps[Measure.SECONDS]
        if sum(timed.values()) - timed[LEFT_OPEN] < SMALLEST:
            return None
        seconds = median_seconds(timed)
        return None if seconds is None else round(seconds / 60, 1)

    @property
    def left_open(self) -> int | None:
        """Of a hundred."""
        return None if self.is_few else round(100 * self.steps[Measure.SECONDS][LEFT_OPEN] / self.entries)

    @property
    def by_hand(self) -> float | None:
        return None if self.is_few else median_count(self.steps[Measure.BY_HAND])

    @property
    def given(self) -> float | None:
        return None if self.is_few else median_count(self.steps[Measure.GIVEN])


@dataclass(frozen=True)
class Line:
    task: Task
    whole: Told
    by_month: Sequence[tuple[date, Told]]


def months_back(many: int = MONTHS) -> Sequence[date]:
    """The first days of this month and those before it, the earliest first."""
    last = today().replace(day=1)
    number = last.year * 12 + last.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - many + 1, number + 1)]


def lines_of(path: str, without: Sequence[str] = ()) -> Sequence[Line]:
    """Every declared task that was counted here, the most frequent first; streets in ``without`` do not count. One
    query."""
    months = months_back()
    whole: dict[str, Told] = defaultdict(Told)
    parts: dict[tuple[str, date], Told] = defaultdict(Told)
    rows = Effort.objects.within(path).filter(month__gte=months[0]).exclude(path__in=without)
    for row in rows.values("task", "month", "measure", "step").annotate(total=Sum("entries")):
        for told in (whole[row["task"]], parts[row["task"], row["month"]]):
            told.steps[row["measure"]][row["step"]] += row["total"]
    lines = [
        Line(task, whole[task.name], [(month, parts[task.name, month]) for month in months])
        for task in TASKS
        if task.name in whole
    ]
    return sorted(lines, key=lambda line: -line.whole.entries)
