"""Accepting a weekly plan: the estates whose days change get them from a day on, and those who live there are told.

Locks: the plan, the days that can be planned already, the estates by path, and the ledger last, by name. Whoever sets
the days of an estate otherwise locks it as well, and whoever accepts the rounds of a day locks that, so what is read
here is what is changed.
"""

from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.places.models import Place

from ...limits import DAYS_AHEAD, TOLD_AHEAD
from ...models import WeekPlan
from ...round_enums import PlanState
from ..days import DayDraft, enter_day
from ..rounds import lock_day
from .draw import DAYS_AHEAD as PLANNED_AHEAD
from .week_checks import check_lines
from .week_draw import lock_week, note_week


def accept_week(pk: int, since: date | None, *, by: Actor, revision: int | None = None) -> WeekPlan:
    """Once only: the same again changes nothing.

    :raises Missing, Refused, Invalid: it is not theirs, or residents could not be told in time.
    :raises Conflict: it is not ready, or its lines are not as they were drawn; nothing is written then.
    """
    with transaction.atomic():
        plan = lock_week(pk, by)
        if plan.state == PlanState.ACCEPTED and plan.since == since:
            return plan
        _check_ready(plan, revision)
        since = _from_day(since)
        taken = taken_of(plan)
        if not taken:
            raise Conflict(
                _("No estate would change its days."),
                _("Take at least one line, or put the plan aside."),
                code="nothing",
            )
        _lock_days(since)
        lock_rows(Place, {each["estate"] for each in taken})
        check_lines(plan.operator, taken, since)
        plan.state, plan.since = PlanState.ACCEPTED, since
        plan.save()
        for each in taken:
            draft = DayDraft(each["stream"], each["days"], time.fromisoformat(each["at"]), since)
            enter_day(each["estate"], draft, by=by)
        note_week(
            plan, "waste.accept_week", by, since=since.isoformat(),
            estates=len({each["estate"] for each in taken}), lines=len(taken),
        )  # fmt: skip
    return plan


def taken_of(plan: WeekPlan) -> list[dict[str, Any]]:
    """Lines whose days change and that nobody left out, by estate."""
    found = [each for each in plan.changes if each["row"] not in plan.skipped]
    return sorted(found, key=lambda each: (each["estate"], each["stream"]))


def first_day() -> date:
    """From which day on residents can be told in time."""
    return today() + timedelta(days=TOLD_AHEAD)


def _lock_days(since: date) -> None:
    """Those whose rounds could be set while nobody looks."""
    for ahead in range((since - today()).days, PLANNED_AHEAD + 1):
        lock_day(today() + timedelta(days=ahead))


def _check_ready(plan: WeekPlan, revision: int | None) -> None:
    if plan.state == PlanState.ACCEPTED and plan.since is not None:
        raise Conflict(
            _("This plan is accepted already, from %(day)s.") % {"day": day_with_weekday(plan.since)},
            _("Change single days on the page of the estate."),
            code="state",
        )
    if plan.state != PlanState.READY:
        raise Conflict(_("This plan is not ready."), _("Look at it again."), code="state")
    if revision is not None and revision != plan.revision:
        raise Conflict(
            _("This page is out of date: meanwhile somebody chose other lines."),
            _("Look at how it is now and send it again if it still fits."),
            code="stale",
        )


def _from_day(since: date | None) -> date:
    if since is None:
        raise Invalid(_("From which day on?"), _("Choose it."), field="since")
    if since < first_day():
        raise Invalid(
            ngettext(
                "Residents are told %(days)s day before their days change.",
                "Residents are told %(days)s days before their days change.",
                TOLD_AHEAD,
            )
            % {"days": TOLD_AHEAD},
            _("Choose %(day)s or later.") % {"day": day_with_weekday(first_day())},
            field="since",
        )
    if since > today() + timedelta(days=DAYS_AHEAD):
        raise Invalid(_("This is more than a year ahead."), _("Choose an earlier day."), field="since")
    return since
