"""Accepting a weekly plan: the estates whose days change get them from a day on, and those who live there are told.

Locks: the plan, the estates by path, and the ledger last, by name. Whoever sets the days of an estate otherwise locks
it as well, so what is read here is what is changed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.places.models import Place

from ...limits import DAYS_AHEAD, TOLD_AHEAD
from ...models import CollectionDay, WeekPlan
from ...round_enums import PlanState
from ..days import DayDraft, enter_day
from .week_draw import lock_week, note_week

MOST_NAMED = 5


def accept_week(pk: int, since: date | None, *, by: Actor, revision: int | None = None) -> WeekPlan:
    """Once only: the same again changes nothing.

    :raises Missing, Refused, Invalid: it is not theirs, or residents could not be told in time.
    :raises Conflict: it is not ready, or days of its estates were changed meanwhile; nothing is written then.
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
        lock_rows(Place, {each["estate"] for each in taken})
        _check_unchanged(taken, since)
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


def _check_unchanged(taken: Sequence[Mapping[str, Any]], since: date) -> None:
    """:raises Conflict: an estate's days are not as they were drawn, or others were entered for later."""
    standing = _standing({each["estate"] for each in taken}, since)
    living = set(
        Place.objects.current().filter(pk__in={each["estate"] for each in taken}).values_list("pk", flat=True)
    )
    changed = [
        each["estate"]
        for each in taken
        if each["estate"] not in living
        or standing.get((each["estate"], each["stream"])) != [(each["row"], each["now"], each["at"])]
    ]
    if changed:
        raise Conflict(
            _("Days were changed meanwhile at: %(estates)s.") % {"estates": _named(changed)},
            _("Leave these lines out, or have the week planned anew. Nothing was changed."),
            code="stale",
        )


def _standing(estates: set[str], since: date) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
    """What holds on the day or begins later, by estate and stream. One query."""
    rows = CollectionDay.objects.filter(estate__in=estates).exclude(until=F("since"))
    found: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for row in rows.filter(Q(until=None) | Q(until__gt=since)).order_by("pk"):
        found.setdefault((row.estate_id, row.stream), []).append((row.pk, row.weekdays, f"{row.at:%H:%M}"))
    return found


def _named(paths: Sequence[str]) -> str:
    """The first few by name, and how many more."""
    wanted = list(dict.fromkeys(paths))
    places = Place.objects.defer("boundary").in_bulk(wanted[:MOST_NAMED])
    names = _(", ").join(str(places[each]) for each in wanted[:MOST_NAMED] if each in places)
    more = len(wanted) - MOST_NAMED
    if more <= 0:
        return names
    return names + " " + ngettext("and %(more)s more", "and %(more)s more", more) % {"more": more}
