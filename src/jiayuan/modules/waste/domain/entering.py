"""May what came of a stop still be entered? One answer for who drives, for what a phone kept, and for the unit.

=============================  ==========================================  ===========================
the stop stands as             who drives its round                        its unit, in their place
=============================  ==========================================  ===========================
waiting, the round under way   yes                                         yes
waiting, the round planned     on its day: with it the round has set out   until noon of the next day
missed, but nobody was there   on its day; later, what was done before     until the week is closed
moved to another round         ``moved.take_back``                         ``moved.take_back``
ended by somebody              no                                          a weight is corrected
=============================  ==========================================  ===========================

When it was done counts, not when it came. A round that was closed, or called off, takes what was done before that.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.spoken import day_with_weekday, local
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.units import in_kilograms

from ..models import Round, RoundStop
from ..round_enums import HAS_BEGUN, RoundState, StopState
from .rounds import moment_of_entry, operates
from .setting_out import set_out
from .weeks import monday_of

WEEKS_OPEN = timedelta(days=14)
"""From the Monday of a week, so long its weights and tickets can be corrected: Sunday's is looked at on Monday."""


def corrected_until(day: date) -> date:
    """The last day on which what was weighed on this day can be corrected: a week stays open until the next one is
    over."""
    return monday_of(day) + WEEKS_OPEN - timedelta(days=1)


def check_week(day: date) -> None:
    """:raises Conflict: what was weighed on this day is not corrected any more."""
    last = corrected_until(day)
    if today() > last:
        raise Conflict(
            _("The week is closed: what was weighed could be corrected until %(day)s.")
            % {"day": day_with_weekday(last)},
            _("Leave it as it is; a difference is settled with the site."),
            code="closed",
        )


def is_open_to_unit(found: Round, stop: RoundStop) -> bool:
    """Is a way to enter it shown to the unit?"""
    if stop.state == StopState.WAITING:
        return found.state in HAS_BEGUN
    return stop.is_presumed and today() <= corrected_until(found.day)


def open_for_entry(found: Round, stop: RoundStop, by: Actor) -> None:
    """The stop waits then, and its round is under way or was when it was done. Inside a transaction, with both locked.

    :raises Conflict: it was ended by somebody, or its round is not to be driven.
    """
    if stop.is_presumed and _is_in_time(found, stop, by):
        stop.state, stop.reason = StopState.WAITING, ""
    if stop.state != StopState.WAITING:
        raise _ended(stop)
    if found.state not in HAS_BEGUN and not _takes_late(found, by):
        set_out(found, by)


def _is_in_time(found: Round, stop: RoundStop, by: Actor) -> bool:
    if operates(found, by):
        return today() <= corrected_until(found.day)
    moment = moment_of_entry()
    return local(moment).date() == found.day or (stop.ended_at is not None and moment < stop.ended_at)


def _takes_late(found: Round, by: Actor) -> bool:
    """It is over, and was not when it was done; or its unit enters what its driver could not."""
    if found.state != RoundState.FINISHED or found.ended_at is None:
        return False
    return moment_of_entry() < found.ended_at or (
        operates(found, by) and today() <= corrected_until(found.day)
    )


def _ended(stop: RoundStop) -> Conflict:
    said = str(stop.get_state_display())
    if stop.kg is not None:
        said = f"{said} {in_kilograms(stop.kg)}"
    return Conflict(
        _("This stop has been ended already: %(what)s.") % {"what": said},
        _("Nothing was entered twice. If the weight is wrong, ask your unit to correct it."),
        code="ended",
    )
