"""The running promise of a case: which stage, since when, due when."""

from collections.abc import Sequence
from datetime import datetime

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.prepared import Prepared, Slot

from ..enums import STAGE_OF_STATE, Escalation, PauseKind, Stage, State
from ..models import Case, CategoryVersion, Pause, StageRun
from .resumption import earlier_run, resumed_terms

_RUNNING = Prepared(
    lambda: StageRun.objects.filter(case_id=Slot("case", StageRun, "case"), ended_at=None).order_by("pk")
)
CLOSING_HOURS = 7
"""One working day to close what is verified."""


def term_of(version: CategoryVersion, stage: Stage) -> Term:
    """What is promised for a stage. Danger is looked at around the clock."""
    if stage == Stage.HANDLING:
        return version.handle_term
    hours = {
        Stage.FILING: version.filing_hours,
        Stage.DISPATCHING: version.dispatch_hours,
        Stage.VERIFYING: version.verify_hours,
        Stage.CLOSING: CLOSING_HOURS,
    }[stage]
    return Term(hours, TermUnit.URGENT_HOURS if version.is_urgent else TermUnit.WORKING_HOURS)


def pauses_of(run: StageRun) -> Sequence[tuple[datetime, datetime | None]]:
    return [(each.since, each.until) for each in run.its_pauses]


def due_of_run(run: StageRun) -> datetime:
    return deadline(run.counted_from, Term(run.amount, TermUnit(run.unit)), pauses_of(run), run.extra_days)


def running(case: Case) -> StageRun | None:
    run = _RUNNING.first(case=case.pk)
    if run is not None:
        run.case = case
    return run


def follow_state(case: Case, state: State) -> None:
    """Let the clock follow the case into ``state``: end the stage that ran and begin the one that the state belongs
    to. Within one stage the same run goes on."""
    stage = STAGE_OF_STATE[state]
    run = running(case)
    if run is not None and run.stage == stage:
        return
    if run is not None:
        _end(run)
    case.escalation = Escalation.NONE
    if stage is None:
        case.stage, case.stage_since, case.due_at = None, None, None
        return
    _begin(case, stage)


def _begin(case: Case, stage: Stage) -> None:
    """A new run; of handling, one that goes on with the time of the unit's earlier run in this round."""
    term = term_of(case.version, stage)
    run = _run(case, stage, term)
    earlier = earlier_run(case) if stage == Stage.HANDLING else None
    pauses = resumed_terms(run, earlier, term) if earlier is not None else []
    _start(case, run, pauses)


def _start(case: Case, run: StageRun, pauses: Sequence[Pause]) -> None:
    run.save()
    Pause.objects.bulk_create(pauses)
    case.stage, case.stage_since, case.due_at = run.stage, run.since, run.due_at


def come_back(case: Case, state: State) -> State:
    """The case is taken out of another, into which it was merged in ``state``: what ran then goes on with what was left
    of it. Returns the state it is in: that of before, or handled where its suspension is over."""
    stage, moment = STAGE_OF_STATE[state], now()
    earlier = case.stages.exclude(ended_at=None).prefetch_related("pauses").last()
    if stage is None or earlier is None or earlier.stage != stage:
        # It was brought in from elsewhere, without a clock.
        follow_state(case, state)
        return state
    term = term_of(case.version, stage)
    run = _run(case, stage, term)
    _start(case, run, resumed_terms(run, earlier, term, PauseKind.MERGED))
    if state != State.SUSPENDED:
        return state
    last = earlier.its_pauses[-1] if earlier.its_pauses else None
    if last is None or last.planned_until is None or last.planned_until <= moment:
        return State.HANDLING
    Pause.objects.create(
        run=run, kind=last.kind, since=run.since, planned_until=last.planned_until, reason=last.reason
    )
    case.due_at = None
    return state


def _run(case: Case, stage: Stage, term: Term) -> StageRun:
    since = now()
    return StageRun(
        case=case,
        stage=stage,
        round=case.round,
        responsible_id=case.unit_id if stage == Stage.HANDLING else None,
        since=since,
        counted_from=since,
        amount=term.amount,
        unit=term.unit,
        due_at=deadline(since, term),
    )


def first_run(case: Case) -> StageRun:
    """What runs when a case begins. Neither is saved yet: the case is written once with its deadline, then this."""
    run = _run(case, Stage.FILING, term_of(case.version, Stage.FILING))
    case.stage, case.stage_since, case.due_at = run.stage, run.since, run.due_at
    return run


def _end(run: StageRun) -> None:
    run.ended_at = now()
    # Only in handling is anything suspended; a run that ends so was due as much later.
    if run.stage == Stage.HANDLING and run.pauses.filter(until=None).update(until=run.ended_at):
        run.due_at = due_of_run(run)
    run.save(update_fields=["ended_at", "due_at"])


def pause(case: Case, days: int, reason: str) -> None:
    """The clock stands still for ``days`` working days; until then, or until it is resumed, nothing is due."""
    run, since = running(case), now()
    if run is not None:
        planned = deadline(since, Term(days, TermUnit.WORKING_DAYS))
        Pause.objects.create(
            run=run, kind=PauseKind.SUSPENSION, since=since, planned_until=planned, reason=reason
        )
    case.due_at, case.escalation = None, Escalation.NONE


def resume(case: Case, until: datetime | None = None) -> None:
    """The clock goes on from now, or from ``until``: the end that was planned, if it is noticed late."""
    run = running(case)
    if run is not None:
        run.pauses.filter(until=None).update(until=until or now())
        _reset_due(case, run)


def do_not_count(case: Case) -> None:
    """What ran was never the unit's own time."""
    run = running(case)
    if run is not None:
        run.counts = False
        run.save(update_fields=["counts"])


def extend(case: Case, days: int) -> None:
    run = running(case)
    if run is not None:
        run.extra_days += days
        _reset_due(case, run)


def promise_anew(case: Case) -> None:
    """The category is another: what runs is measured by its promise, from when it began."""
    run = running(case)
    if run is not None:
        term = term_of(case.version, Stage(run.stage))
        run.amount, run.unit = term.amount, term.unit
        _reset_due(case, run)


def _reset_due(case: Case, run: StageRun) -> None:
    run.due_at = case.due_at = due_of_run(run)
    if case.due_at > now():
        case.escalation = Escalation.NONE
    run.save(update_fields=["due_at", "extra_days", "amount", "unit"])
