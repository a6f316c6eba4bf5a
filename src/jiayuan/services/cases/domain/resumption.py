"""A unit that gets a case back goes on with what was left of its time.

Otherwise an unfinished job, handed in and failed, or taken back and sent again, would earn a fresh promise each time,
and residents would wait without end for something that is never late. What counts is the unit's own time: the hours in
which the case lay with the verifier or at the desk are pauses of the new run, and pauses and extensions of the earlier
run stay what they were.

When less than a quarter of the promise is left, a quarter is given (:data:`GRACE`): somebody has to go out again, and
a deadline that is over before the news arrives helps nobody.
"""

from jiayuan.foundation.clock.hours import MINUTE, working_hours
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline

from ..enums import PauseKind, Stage
from ..models import Case, Pause, StageRun

GRACE = 4
"""The smallest time to put it right is the promise divided by this."""
HOUR = 60 * MINUTE


def grace_of(term: Term) -> Term:
    """A quarter of a promise in whole hours, rounded up: 2 working days of 7 hours -> 4 working hours."""
    if term.unit == TermUnit.WORKING_DAYS:
        return Term(-(-term.amount * working_hours().per_day // (GRACE * HOUR)), TermUnit.WORKING_HOURS)
    return Term(-(-term.amount // GRACE), term.unit)


def earlier_run(case: Case) -> StageRun | None:
    """The last time in this round in which the unit that has the case now handled it, under the same promise."""
    if case.unit_id is None:
        return None
    found = (
        case.stages.filter(stage=Stage.HANDLING, round=case.round, responsible_id=case.unit_id, counts=True)
        .exclude(ended_at=None)
        .prefetch_related("pauses")
        .last()
    )
    term = case.version.handle_term
    if found is None or found.is_grace or (found.amount, found.unit) == (term.amount, term.unit):
        return found
    return None  # the category was changed meanwhile: another promise, another term


def resumed_terms(
    run: StageRun, earlier: StageRun, term: Term, kind: PauseKind = PauseKind.AWAY
) -> list[Pause]:
    """Let ``run`` (unsaved) go on with what was left of ``earlier``, or with the grace; returns its pauses, unsaved.

    :param term: the whole promise, of which the grace is a part.
    :param kind: of the pause between the two.
    """
    spans = [(each.since, each.until or run.since) for each in earlier.its_pauses]
    spans.append((earlier.ended_at or run.since, run.since))
    left = deadline(
        earlier.counted_from, Term(earlier.amount, TermUnit(earlier.unit)), spans, earlier.extra_days
    )
    grace = grace_of(term)
    least = deadline(run.since, grace)
    if left < least:
        run.amount, run.unit, run.is_grace, run.due_at = grace.amount, grace.unit, True, least
        return []
    run.counted_from, run.due_at = earlier.counted_from, left
    run.amount, run.unit, run.extra_days = earlier.amount, earlier.unit, earlier.extra_days
    run.is_grace = earlier.is_grace
    before = [
        Pause(run=run, kind=each.kind, since=each.since, until=each.until or run.since, reason=each.reason)
        for each in earlier.its_pauses
    ]
    return [*before, Pause(run=run, kind=kind, since=spans[-1][0], until=run.since)]
