"""Planning what comes round again, and ending it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.ledger.domain.record import record

from ..enums import Action, HolidayPolicy, State
from ..limits import FARTHEST, LONGEST, MOST_WEEKS_AHEAD
from ..models import Series, Session
from ..recurrence import read_rule
from ..rules import PLAN, Proposal
from .drafts import AboutDraft, cleaned_about, cleaned_roles
from .generate import generate_sessions
from .perform import perform_action

SHORTEST = 5


@dataclass(frozen=True)
class SeriesDraft:
    """``rule`` after RFC 5545, without a beginning; ``starts`` local time; ``minutes`` each time."""

    about: AboutDraft
    rule: str
    first_on: date
    starts: time
    minutes: int
    until: date | None = None
    weeks_ahead: int = 2
    holidays: str = HolidayPolicy.SKIP


def plan_series(draft: SeriesDraft, *, by: Actor) -> Series:
    """A series, with the sessions of its next weeks being prepared.

    :raises Refused: ``by`` does not work for the place or the organisation. :raises Invalid: naming the field.
    """
    about = draft.about
    gate(by, PLAN, Proposal(about.kind, about.place_id, about.organisation_id))
    fields = cleaned_about(about)
    _check(draft)
    with transaction.atomic():
        series = Series.objects.create(
            **fields,
            rule=draft.rule.strip().upper(),
            first_on=draft.first_on,
            until=draft.until,
            starts=draft.starts,
            minutes=draft.minutes,
            weeks_ahead=draft.weeks_ahead,
            holidays=draft.holidays,
            roles=cleaned_roles(about.roles, about.kind),
            made_by=by.person,
        )
        record(
            series.stream,
            "gatherings.plan_series",
            by=by.person,
            after={"title": series.title, "rule": series.rule},
            place_path=series.place_id,
        )
        generate_sessions(series.pk)
    return series


def end_series(series_id: int, *, by: Actor, words: str) -> Series:
    """No more sessions are made; those being prepared that nobody changed are called off. What is published stays.

    :raises Refused: ``by`` may not plan there. :raises Conflict: it has ended.
    """
    with transaction.atomic():
        series = lock_series(series_id, by=by)
        series.ended_at = now()
        series.save(update_fields=["ended_at", "updated_at"])
        record(series.stream, "gatherings.end_series", by=by.person, place_path=series.place_id)
        untouched = Session.objects.filter(series=series, state=State.DRAFT, is_edited=False)
        for key in list(untouched.order_by("pk").values_list("pk", flat=True)):
            perform_action(key, Action.CANCEL, by=by, words=words)
    return series


def pause_series(series_id: int, *, by: Actor) -> Series:
    """No sessions are made until it goes on; those that are there stay as they are.

    :raises Refused: ``by`` may not plan there. :raises Conflict: it has ended, or is paused.
    """
    with transaction.atomic():
        series = lock_series(series_id, by=by)
        if series.paused_at is not None:
            raise Conflict(_("This series is paused already."), _("Nothing more needs to be done."))
        _set_pause(series, now(), "gatherings.pause_series", by)
    return series


def resume_series(series_id: int, *, by: Actor) -> Series:
    """It goes on: what is missing of the next weeks is made at once.

    :raises Refused: ``by`` may not plan there. :raises Conflict: it has ended, or is not paused.
    """
    with transaction.atomic():
        series = lock_series(series_id, by=by)
        if series.paused_at is None:
            raise Conflict(_("This series is not paused."), _("Nothing more needs to be done."))
        _set_pause(series, None, "gatherings.resume_series", by)
        generate_sessions(series.pk)
    return series


def lock_series(series_id: int, *, by: Actor) -> Series:
    """The series, locked, if ``by`` may plan it and it goes on. A series is locked before its sessions.

    :raises Missing, Refused, Conflict: there is none, not theirs, or it has ended.
    """
    series = Series.objects.select_for_update(no_key=True).filter(pk=series_id).first()
    if series is None:
        raise no_such_series()
    gate(by, PLAN, series)
    if series.ended_at is not None:
        raise Conflict(_("This series has ended already."), _("Nothing more needs to be done."))
    return series


def no_such_series() -> Missing:
    return Missing(_("There is no such series."), _("See the list of series."))


def _set_pause(series: Series, moment: datetime | None, action: str, by: Actor) -> None:
    series.paused_at = moment
    series.save(update_fields=["paused_at", "updated_at"])
    record(series.stream, action, by=by.person, place_path=series.place_id)


def _check(draft: SeriesDraft) -> None:
    if draft.holidays not in HolidayPolicy.values:
        raise Invalid(_("This is no answer."), _("Choose one of the list."), field="holidays")
    if not SHORTEST <= draft.minutes <= LONGEST.total_seconds() // 60:
        raise Invalid(
            _("It lasts between five minutes and twelve hours."),
            _("Write a number of minutes."),
            field="minutes",
        )
    if not 1 <= draft.weeks_ahead <= MOST_WEEKS_AHEAD:
        raise Invalid(
            _("Between one and twelve weeks can be prepared ahead."), _("Two are usual."), field="weeks_ahead"
        )
    if abs(draft.first_on - today()) > FARTHEST:
        raise Invalid(_("This is more than a year away."), _("Choose a nearer day."), field="first_on")
    if draft.until is not None and draft.until < draft.first_on:
        raise Invalid(_("It ends before it begins."), _("Choose a later end."), field="until")
    read_rule(draft.rule, draft.first_on)
