"""The demonstration's efforts. How many forms there were, where and when, is counted from its own ledger; how long each
took and how much of it was typed is invented, as the bar above every page says. Each month asks for a little less."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.demo import DemoContext

MONTHS = 6


def build_efforts(context: DemoContext) -> None:
    """Loaded only when it is built."""
    from .domain.count import add_steps
    from .domain.queries.summary import months_back
    from .tasks import TASKS

    chance, months = context.random("burden"), list(months_back(MONTHS))
    for number, task in enumerate(TASKS):
        context.pulse()
        for (path, month), many in sorted(_counted(task.action, months[0]).items()):
            ease = 1 - 0.05 * months.index(month)
            likely = Likely(ease * (60 + 35 * (number % 5)), ease * (3 + number % 6))
            drawn = Counter(step for _form in range(many) for step in likely.form(chance))
            add_steps(
                (task.name, path, month, measure, step, forms) for (measure, step), forms in drawn.items()
            )


@dataclass(frozen=True)
class Likely:
    """What a form of a task asks for, most of the time."""

    seconds: float
    fields: float

    def form(self, chance: Random) -> Sequence[tuple[str, int]]:
        """Measure and step. A few lie open over lunch."""
        from .histogram import step_of
        from .models import Measure

        took = 7200 if chance.random() < 0.04 else int(chance.lognormvariate(0, 0.5) * self.seconds)
        return (
            (str(Measure.SECONDS), step_of(took)),
            (str(Measure.BY_HAND), max(1, round(chance.gauss(self.fields, 1.2)))),
            (str(Measure.GIVEN), chance.choice((2, 3, 4))),
        )


def _counted(action: str, since: date) -> Counter[tuple[str, date]]:
    """Street and month of what people did, by the ledger."""
    from jiayuan.foundation.ledger.models import Entry

    from .models.effort import STREET

    found: Counter[tuple[str, date]] = Counter()
    rows = Entry.objects.filter(action=action, actor__isnull=False, place_path__gte="1")
    for path, at in rows.values_list("place_path", "at"):
        month = local(at).date().replace(day=1)
        if month >= since and len(path) >= STREET:
            found[path[:STREET], month] += 1
    return found
