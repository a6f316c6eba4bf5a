"""The lives of appointments and of the hours they are booked in: a table each, from which pages and documentation are
drawn."""

from dataclasses import dataclass

from .appointment_enums import STANDING, AppointmentAction, AppointmentState, HoursAction, HoursState

_BOOKED, _UNSEATED = AppointmentState.BOOKED, AppointmentState.UNSEATED


@dataclass(frozen=True)
class AppointmentTransition:
    """``before_it_begins``: only until its hours begin, where it has hours; ``from_its_day``: only from its day on."""

    action: AppointmentAction
    sources: tuple[AppointmentState, ...]
    target: AppointmentState
    before_it_begins: bool = False
    from_its_day: bool = False


@dataclass(frozen=True)
class HoursTransition:
    """All of them only until the hours begin."""

    action: HoursAction
    sources: tuple[HoursState, ...]
    target: HoursState


APPOINTMENT_TRANSITIONS: tuple[AppointmentTransition, ...] = (
    AppointmentTransition(AppointmentAction.AMEND, (_BOOKED,), _BOOKED, before_it_begins=True),
    AppointmentTransition(
        AppointmentAction.CANCEL, STANDING, AppointmentState.CANCELLED, before_it_begins=True
    ),
    AppointmentTransition(AppointmentAction.DONE, (_BOOKED,), AppointmentState.DONE, from_its_day=True),
    AppointmentTransition(
        AppointmentAction.NOT_THERE, (_BOOKED,), AppointmentState.NOT_THERE, from_its_day=True
    ),
    AppointmentTransition(AppointmentAction.CALL_OFF, (_BOOKED,), AppointmentState.CALLED_OFF),
    AppointmentTransition(AppointmentAction.UNSEAT, (_BOOKED,), _UNSEATED, before_it_begins=True),
    AppointmentTransition(AppointmentAction.MOVE, (_UNSEATED,), _BOOKED),
    AppointmentTransition(AppointmentAction.LAPSE, STANDING, AppointmentState.LAPSED, from_its_day=True),
)
APPOINTMENT_BY_ACTION = {each.action: each for each in APPOINTMENT_TRANSITIONS}
HOURS_TRANSITIONS: tuple[HoursTransition, ...] = (
    HoursTransition(HoursAction.CLOSE, (HoursState.OPEN,), HoursState.CLOSED),
    HoursTransition(HoursAction.REOPEN, (HoursState.CLOSED,), HoursState.OPEN),
    HoursTransition(HoursAction.WITHDRAW, (HoursState.OPEN, HoursState.CLOSED), HoursState.WITHDRAWN),
)
HOURS_BY_ACTION = {each.action: each for each in HOURS_TRANSITIONS}
