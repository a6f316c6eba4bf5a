"""The deadline of a case, with its light and the reason in words; or until when it is suspended, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import moment_in_full, remaining
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline, explain, light

from ...enums import PauseKind, Stage, State
from ...models import Case, StageRun
from ..clockwork import pauses_of, term_of


@dataclass(frozen=True)
class Due:
    at: datetime
    light: str
    because: str
    stage: str

    @property
    def remaining(self) -> str:
        """``剩 2 小时 10 分`` or ``超时 1 天``, now."""
        return remaining(self.at, now())


@dataclass(frozen=True)
class Suspended:
    """``until``: when it goes on by itself; ``because``: why the unit asked for it."""

    until: datetime
    because: str


def running_of(case: Case) -> StageRun | None:
    """From ``Case.objects.with_clock()`` or a prefetch of ``stages__pauses`` without a query."""
    runs = case.running_stages if hasattr(case, "running_stages") else case.stages.all()
    return next((each for each in runs if each.ended_at is None), None)


def due_of(case: Case) -> Due | None:
    """None if no clock runs. A case without a run of its stage, brought in from elsewhere, is explained by its
    promise."""
    if case.due_at is None or case.stage is None or case.stage_since is None:
        return None
    run, stage = running_of(case), Stage(case.stage)
    because = because_of(run) if run else explain(case.stage_since, term_of(case.version, stage))
    return Due(
        at=case.due_at,
        light=light(case.stage_since, case.due_at),
        because=because,
        stage=str(stage.label),
    )


def suspended_of(case: Case) -> Suspended | None:
    """None if it is not suspended."""
    run = running_of(case) if case.state == State.SUSPENDED else None
    if run is None:
        return None
    found = next((each for each in run.its_pauses if each.until is None), None)
    return Suspended(found.planned_until, found.reason) if found and found.planned_until else None


def spoken_suspension(suspended: Suspended) -> str:
    """``Suspended until 11月20日（周五）15:10, because …``"""
    told = {"moment": moment_in_full(suspended.until), "because": suspended.because}
    return _("Suspended until %(moment)s, because: %(because)s") % told


def because_of(run: StageRun) -> str:
    """Why it is due when it is: as first promised, what was granted on top, what did not count, what was left."""
    term, pauses = Term(run.amount, TermUnit(run.unit)), pauses_of(run)
    parts = []
    if run.is_grace:
        parts.append(_("Little was left of the time, so a quarter of what is promised is given once more."))
    elif run.counted_from < run.since and _was_merged(run):
        parts.append(
            _(
                "It was merged into another case for a while and goes on with what was left of the time;"
                " that while does not count."
            )
        )
    elif run.counted_from < run.since:
        parts.append(_("It came back, so it goes on with what was left of the time."))
    if pauses or run.extra_days:
        parts.append(
            _("Originally until %(moment)s.") % {"moment": moment_in_full(deadline(run.counted_from, term))}
        )
    parts.append(explain(run.counted_from, term, pauses, run.extra_days))
    return ("" if (get_language() or "zh").startswith("zh") else " ").join(parts)


def _was_merged(run: StageRun) -> bool:
    """Whether that is what came between it and the run before it."""
    return any(each.kind == PauseKind.MERGED and each.until == run.since for each in run.its_pauses)
