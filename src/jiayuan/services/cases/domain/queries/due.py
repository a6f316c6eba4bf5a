"""The deadline of a case, with its light and the reason in words."""

from dataclasses import dataclass
from datetime import datetime

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import remaining
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import explain, light

from ...enums import Stage
from ...models import Case
from ..clockwork import pauses_of, term_of


@dataclass(frozen=True)
class Due:
    at: datetime
    light: str
    because: str
    remaining: str
    stage: str


def due_of(case: Case) -> Due | None:
    """None if no clock runs. Prefetch ``stages__pauses`` to save queries."""
    if case.due_at is None:
        return None
    run = next((each for each in case.stages.all() if each.ended_at is None), None)
    if run is None:
        return None
    because = explain(run.since, Term(run.amount, TermUnit(run.unit)), pauses_of(run), run.extra_days)
    return Due(
        at=case.due_at,
        light=light(run.since, case.due_at),
        because=because,
        remaining=remaining(case.due_at, now()),
        stage=str(Stage(run.stage).label),
    )


def quick_due(case: Case) -> Due | None:
    """For lists: without pauses and extensions in the reason, and therefore without a query."""
    if case.due_at is None or case.stage is None or case.stage_since is None:
        return None
    stage = Stage(case.stage)
    return Due(
        at=case.due_at,
        light=light(case.stage_since, case.due_at),
        because=explain(case.stage_since, term_of(case.version, stage)),
        remaining=remaining(case.due_at, now()),
        stage=str(stage.label),
    )
