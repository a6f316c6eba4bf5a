"""What is checked before somebody gets a seat."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import clock_time, local, moment_in_full
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.people.models import Person

from ..enums import TAKING_PEOPLE, State
from ..kinds import kind_of, needs
from ..models import Session, SessionRole, SignUp


def span_in_words(session: Session) -> str:
    """``11月20日（周五）18:00–19:00``; with the day of the end where it is another."""
    first, same_day = moment_in_full(session.starts_at), _day(session.starts_at) == _day(session.ends_at)
    end = clock_time(session.ends_at) if same_day else moment_in_full(session.ends_at)
    return _("%(first)s–%(last)s") % {"first": first, "last": end}


def _day(moment: datetime) -> date:
    return local(moment).date()


def check_taking_people(session: Session) -> None:
    """:raises Conflict: it was called off, is over, or was not published."""
    if session.state == State.CANCELLED:
        raise Conflict(
            _("This gathering was called off."), _("See what else is near and soon."), code="called-off"
        )
    if session.state not in TAKING_PEOPLE or now() >= session.ends_at:
        raise Conflict(
            _("One cannot sign up for this any more."), _("See what else is near and soon."), code="over"
        )


def check_needs(role: SessionRole, session: Session, person: Person | None) -> None:
    """:raises Refused: the person lacks what the role asks for; or nobody knows any more what that is."""
    kind = kind_of(session.kind)
    for code in role.needs:
        need = needs.get(code) if kind is not None and code in kind.needs else None
        if need is None:
            raise Refused(
                _("This role asks for something that cannot be checked here any more."),
                _("Take another role, or ask the community office."),
            )
        unmet = need.unmet(person, session)
        if unmet is not None:
            raise Refused(str(unmet.because), str(unmet.remedy))


def check_age(role: SessionRole, *, says_old_enough: bool) -> None:
    """Age is asked, not kept. :raises Invalid: the role is from an age on, and it was not said that all have it."""
    if role.min_age and not says_old_enough:
        raise Invalid(
            _("This role is from the age of %(age)s on.") % {"age": role.min_age},
            _("Say that everybody you sign up is old enough, or take another role."),
            field="age",
        )


def check_time(session: Session, person: Person | None) -> None:
    """The person is locked. :raises Conflict: they have a seat elsewhere at that time, which is named."""
    if person is None:
        return
    other = SignUp.objects.overlapping(session).filter(person=person).select_related("session").first()
    if other is None:
        return
    raise Conflict(
        _("At that time “%(other)s” is on as well: %(its_time)s. This one: %(time)s.")
        % {
            "other": other.session.display_title,
            "its_time": span_in_words(other.session),
            "time": span_in_words(session),
        },
        _("Cancel the other one first if you would rather come here."),
        code="overlap",
    )
