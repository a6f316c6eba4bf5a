"""A series as a form sends it."""

from datetime import date, time

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid

from ..domain.drafts import AboutDraft
from ..domain.rule_words import rule_of
from ..domain.series import SeriesDraft
from .entered import count_of, number_of
from .reminders import chosen_minutes
from .role_rows import role_drafts_of


def series_draft(post: QueryDict, *, organisation_id: int | None) -> SeriesDraft:
    """:raises Invalid: naming the field that cannot be read."""
    about = AboutDraft(
        post.get("kind", ""), post.get("place", ""), post.get("title", ""), role_drafts_of(post),
        title_en=post.get("title_en", ""), words=post.get("words", ""), where=post.get("where", ""),
        organisation_id=organisation_id, remind_minutes=chosen_minutes(post),
    )  # fmt: skip
    until = post.get("until", "").strip()
    return SeriesDraft(
        about,
        rule_of(post.get("repeats", ""), number_of(post, "weekday"), _week(post)),
        day_of(post, "first_on"),
        _time_of(post, "starts"),
        count_of(post, "minutes"),
        day_of(post, "until") if until else None,
        count_of(post, "weeks_ahead"),
        post.get("holidays", ""),
    )


def day_of(post: QueryDict, name: str) -> date:
    """:raises Invalid: it is no day."""
    try:
        found = parse_date(post.get(name, "").strip())
    except ValueError:
        found = None
    if found is None:
        raise Invalid(_("Choose a day."), _("Write it as 2026-03-02."), field=name)
    return found


def _time_of(post: QueryDict, name: str) -> time:
    try:
        found = parse_time(post.get(name, "").strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise Invalid(_("Choose a time."), _("Write it as 18:00."), field=name)
    return found


def _week(post: QueryDict) -> int:
    """1 to 4, -1 for the last; 0 for no answer."""
    text = post.get("week", "1")
    return int(text) if text in {"1", "2", "3", "4", "-1"} else 0
