"""Template tags of the pages of gatherings: ``{% load gatherings %}``."""

from datetime import datetime, timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import clock_time
from jiayuan.foundation.evidence.pairs import Pair

from ..domain.checks import span_in_words
from ..domain.rule_words import rule_in_words
from ..enums import SignUpState, State
from ..interfaces.reminders import in_words, offered
from ..kinds import kind_of
from ..models import Series, Session, SessionPhoto, SignUp

register = template.Library()
LOOKS: dict[str, tuple[str, str]] = {
    State.DRAFT: ("neutral", "pencil"),
    State.PUBLISHED: ("info", "calendar"),
    State.RUNNING: ("success", "circle-dot"),
    State.CLOSED: ("neutral", "circle-check"),
    State.FILED: ("neutral", "clipboard-check"),
    State.CANCELLED: ("error", "circle-minus"),
}
SIGN_UP_LOOKS: dict[str, tuple[str, str]] = {
    SignUpState.HELD: ("success", "circle-check"),
    SignUpState.WAITING: ("warning", "clock"),
    SignUpState.OFFERED: ("accent", "star"),
    SignUpState.WALKED_IN: ("info", "users"),
    SignUpState.CANCELLED: ("neutral", "circle-minus"),
    SignUpState.LAPSED: ("neutral", "clock"),
}


@register.inclusion_tag("gatherings/parts/badge.html")
def session_badge(session: Session) -> dict[str, str]:
    """The state of a session by word, shape and colour."""
    tone, shape = LOOKS[session.state]
    return {"text": session.get_state_display(), "tone": tone, "shape": shape}


@register.inclusion_tag("gatherings/parts/badge.html")
def sign_up_badge(sign_up: SignUp) -> dict[str, str]:
    """The same for a sign-up."""
    tone, shape = SIGN_UP_LOOKS[sign_up.state]
    return {"text": sign_up.get_state_display(), "tone": tone, "shape": shape}


@register.filter
def span(session: Session) -> str:
    """``11月20日（周五）18:00至19:00``"""
    return span_in_words(session)


@register.filter
def clock(moment: datetime | None) -> str:
    """``18:05``; nothing for no moment."""
    return clock_time(moment) if moment is not None else ""


@register.filter
def kind_label(session: Session) -> str:
    """What kind of gathering it is."""
    kind = kind_of(session.kind)
    return str(kind.label) if kind is not None else ""


@register.simple_tag
def reminder_choices(session: Session) -> list[tuple[int, str, bool]]:
    """(minutes, in words, chosen?): those offered, and what was chosen elsewhere."""
    return offered(session.remind_minutes)


@register.filter
def reminders_in_words(session: Session) -> str:
    """When one is still reminded: ``the day before, at the same time; two hours before``; empty where none is left."""
    left = session.starts_at - now()
    ahead = [each for each in session.remind_minutes if timedelta(minutes=each) < left]
    return pgettext("between reminders", "; ").join(in_words(each) for each in ahead)


@register.filter
def repeats(series: Series) -> str:
    """``every Friday 18:00–19:00``"""
    first = datetime.combine(series.first_on, series.starts)
    last = first + timedelta(minutes=series.minutes)
    said = rule_in_words(series.rule, series.first_on)
    return _("%(repeats)s %(first)s–%(last)s") % {
        "repeats": said, "first": f"{first:%H:%M}", "last": f"{last:%H:%M}",
    }  # fmt: skip


@register.filter
def both(shown: Pair[SessionPhoto]) -> tuple[SessionPhoto | None, SessionPhoto | None]:
    """Before and after; either may be missing."""
    return shown.before, shown.after
