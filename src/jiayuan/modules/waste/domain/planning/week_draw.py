"""A plan of a week's days: asked for in a request, worked out in the background, kept as plain data to be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_name
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.models import Organisation

from ...enums import Stream
from ...limits import TIMES
from ...models import CollectionDay, WeekPlan
from ...ops_rules import PLAN_WEEK
from ...round_enums import Keeping, PlanState
from .needs import streams_of
from .week_answer import answer_of
from .week_question import kept_of, next_monday, rows_of, week_question

WEEK_SECONDS = 45.0
"""How long the engine looks at a week."""
TIMES_SAID = [str(each) for each in range(TIMES[0], TIMES[1] + 1)]


@dataclass(frozen=True)
class WeekDraft:
    """``times``: collections a week, by key of a row of collection days; the rest is as now."""

    stream: str = ""
    keeping: str = Keeping.CLEAR
    times: Mapping[int, str] = field(default_factory=dict)


def begin_week(operator: Organisation, draft: WeekDraft, *, by: Actor) -> WeekPlan:
    """One that is at work already is given instead of a second, unless nobody is at it any more.

    :raises Refused, Invalid: each in words.
    """
    from ...tasks import draw_week

    gate(by, PLAN_WEEK, operator)
    week = next_monday()
    if draft.keeping not in Keeping.values:
        raise Invalid(_("When should days change?"), _("Choose one of the three answers."), field="keeping")
    if draft.stream and (draft.stream not in Stream.values or draft.stream not in streams_of(operator, week)):
        raise Invalid(_("There is no such stream."), _("Choose one from the list."), field="stream")
    times = _times(operator, week, draft)
    with transaction.atomic():
        lock_name(f"waste-week-plan/{operator.pk}")
        if (known := WeekPlan.objects.working().filter(operator=operator).first()) is not None:
            if not known.is_given_up:
                return known
            drop_week(known.pk, by=by)
        plan = WeekPlan(
            operator=operator, week=week, stream=draft.stream, keeping=draft.keeping, times=times,
            asked_by=by.person,
        )  # fmt: skip
        plan.save()
        note_week(plan, "waste.begin_week", by)
        transaction.on_commit(lambda: draw_week.enqueue(plan.pk))
    return plan


def _times(operator: Organisation, week: Any, draft: WeekDraft) -> dict[str, int]:
    """Those that are others than now. :raises Invalid: one that is no number of days a week, by name of its estate."""
    if not draft.times:
        return {}
    rows = rows_of(operator, week, draft.stream)
    kept, found = kept_of(rows, week), dict[str, int]()
    for row in rows:
        said = str(draft.times.get(row.pk, "")).strip()
        if not said or row.pk in kept:
            continue
        if said not in TIMES_SAID:
            raise Invalid(
                _("%(estate)s, %(stream)s: how many collections a week?")
                % {"estate": row.estate, "stream": row.get_stream_display()},
                _("Enter a whole number from 1 to 7."),
                field=f"times{row.pk}",
            )
        if int(said) != row.weekdays.bit_count():
            found[str(row.pk)] = int(said)
    return found


def work_out_week(pk: int, seconds: float | None = None) -> None:
    """Safe to run twice: what is ready stays as it is. What cannot be worked out says so and is not waited for."""
    with transaction.atomic():
        rows = WeekPlan.objects.select_for_update(of=("self",)).select_related("operator")
        plan = rows.filter(pk=pk).first()
        if plan is None or not plan.is_working:
            return
        plan.state = PlanState.RUNNING
        plan.save()
    try:
        drawn = answer_of(week_question(plan), plan, WEEK_SECONDS if seconds is None else seconds)
    except Exception:
        _finish(plan, PlanState.FAILED, {})
        raise
    _finish(plan, PlanState.READY, drawn)


def _finish(plan: WeekPlan, state: PlanState, drawn: dict[str, Any]) -> None:
    with transaction.atomic():
        kept = WeekPlan.objects.select_for_update().filter(pk=plan.pk, state=PlanState.RUNNING)
        if not kept.exists():
            return  # put aside meanwhile
        plan.state, plan.drawn, plan.finished_at = state, drawn, now()
        plan.save()
        note_week(plan, "waste.finish_week", None)


def drop_week(pk: int, *, by: Actor) -> WeekPlan:
    """Put it aside: nothing changes. :raises Conflict: it is accepted already."""
    with transaction.atomic():
        plan = lock_week(pk, by)
        if plan.state == PlanState.ACCEPTED:
            raise Conflict(
                _("This plan is accepted already."),
                _("Change single days on the page of the estate."),
                code="state",
            )
        if plan.state == PlanState.DROPPED:
            return plan
        plan.state, plan.finished_at = PlanState.DROPPED, plan.finished_at or now()
        plan.save()
        note_week(plan, "waste.drop_week", by)
    return plan


def choose_line(pk: int, row: int, *, is_taken: bool, by: Actor) -> WeekPlan:
    """An estate and stream keep their days, or take the proposed ones after all.

    :raises Missing: no such line changes. :raises Conflict: it is decided already.
    """
    with transaction.atomic():
        plan = lock_week(pk, by)
        if plan.state != PlanState.READY:
            raise Conflict(
                _("This plan is decided already, or not ready."), _("Look at it again."), code="state"
            )
        line = next((each for each in plan.changes if each["row"] == row), None)
        if line is None:
            raise Missing(_("This line is not there any more."), _("Look at how it is now."))
        if (row not in plan.skipped) == is_taken:
            return plan
        plan.skipped = [each for each in plan.skipped if each != row] + ([] if is_taken else [row])
        plan.revision += 1
        plan.save()
        note_week(
            plan, "waste.take_line" if is_taken else "waste.skip_line", by, estate=line["estate"],
            stream=line["stream"],
        )  # fmt: skip
    return plan


def lock_week(pk: int, by: Actor) -> WeekPlan:
    """:raises Missing, Refused: each in words."""
    plan = lock_first(WeekPlan.objects.visible_to(by).select_related("operator"), pk)
    if plan is None:
        raise no_such_week()
    gate(by, PLAN_WEEK, plan.operator)
    return plan


def no_such_week() -> Missing:
    return Missing(_("There is no such weekly plan."), _("Have the week planned anew."))


def note_week(plan: WeekPlan, action: str, by: Actor | None, **after: Any) -> Any:
    return record(
        plan.ledger, action, by=by.person if by is not None else None,
        after={"state": plan.state, "week": plan.week.isoformat()} | after, place_path=plan.operator.place_id,
        begins=action == "waste.begin_week",
    )  # fmt: skip


def asked_rows(operator: Organisation, stream: str) -> list[tuple[CollectionDay, str]]:
    """What can be asked for: each row of collection days, and the code of what keeps it to its days. Four queries."""
    week = next_monday()
    rows = rows_of(operator, week, stream)
    kept = kept_of(rows, week)
    return [(each, kept.get(each.pk, "")) for each in rows]
