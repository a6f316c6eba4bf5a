"""Did the generator of series do its work? Asked every hour, so that an empty week is noticed before Thursday."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from jiayuan.services.gatherings.models import Series, Session

from ..enums import CHARITY_HOUR
from .queries.rhythm import unmade_of, week_of_session
from .week import A_WEEK, Week, this_week

NAMED = 5


class WeekNotMadeError(RuntimeError):
    """A series wants an hour this week, and nobody made it; the message names the first communities."""


def check_week(week: Week | None = None) -> int:
    """How many communities have their charity hour of this week by a series.

    :raises WeekNotMadeError: some have not: the duty counts as failed, and the alarm of the duties rings.
    """
    week = week or this_week()
    series = list(Series.objects.going_on().filter(kind=CHARITY_HOUR, created_at__lt=week.begins_at))
    rows = Session.objects.filter(kind=CHARITY_HOUR, starts_at__range=(week.begins_at - A_WEEK, _end(week)))
    found = [each for each in rows.defer("words", "secret") if week_of_session(each).monday == week.monday]
    missing = unmade_of(series, week, {each.place_id[:12]: each for each in found})
    if missing:
        first = ", ".join(each.place_id for each in missing[:NAMED])
        said = {"count": len(missing), "first": first}
        raise WeekNotMadeError(_("%(count)s series without this week's charity hour: %(first)s") % said)
    return len(series)


def _end(week: Week) -> datetime:
    return week.begins_at + timedelta(days=14)
