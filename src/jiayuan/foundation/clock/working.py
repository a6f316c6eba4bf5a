"""Working time, all in one place: what other rooms import."""

from .calendar import calendar_warning, is_working_day
from .deadline import Light, Pause, deadline, light
from .explain import explain
from .hours import next_working_moment, working_minutes

__all__ = [
    "Light",
    "Pause",
    "calendar_warning",
    "deadline",
    "explain",
    "is_working_day",
    "light",
    "next_working_moment",
    "working_minutes",
]
