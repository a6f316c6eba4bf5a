"""Streams that are fetched by appointment, and the states of an appointment and of the hours that are offered."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from .enums import Stream

BY_APPOINTMENT = (Stream.BULKY, Stream.RENOVATION, Stream.TEXTILE, Stream.BATTERY)


class AppointmentState(TextChoices):
    BOOKED = "booked", pgettext_lazy("state of an appointment", "Booked")
    DONE = "done", pgettext_lazy("state of an appointment", "Fetched")
    NOT_THERE = "not_there", pgettext_lazy("state of an appointment", "Nothing was there")
    CANCELLED = "cancelled", pgettext_lazy("state of an appointment", "Cancelled")
    CALLED_OFF = "called_off", pgettext_lazy("state of an appointment", "Called off by the unit")
    LAPSED = "lapsed", pgettext_lazy("state of an appointment", "No word of it")
    UNSEATED = "unseated", pgettext_lazy("state of an appointment", "Waits for other hours")


STANDING = (AppointmentState.BOOKED, AppointmentState.UNSEATED)
"""Not over: what is to be fetched, and from whom, is kept."""


class AppointmentAction(TextChoices):
    AMEND = "amend", pgettext_lazy("what is done with an appointment", "Change it")
    CANCEL = "cancel", pgettext_lazy("what is done with an appointment", "Cancel it")
    DONE = "done", pgettext_lazy("what is done with an appointment", "Fetched")
    NOT_THERE = "not_there", pgettext_lazy("what is done with an appointment", "Nothing was there")
    CALL_OFF = "call_off", pgettext_lazy("what is done with an appointment", "We cannot come")
    LAPSE = "lapse", pgettext_lazy("what is done with an appointment", "Nobody said what came of it")
    UNSEAT = "unseat", pgettext_lazy("what is done with an appointment", "Its hours are withdrawn")
    MOVE = "move", pgettext_lazy("what is done with an appointment", "Choose other hours")


OF_WHO_BOOKED = (AppointmentAction.AMEND, AppointmentAction.CANCEL, AppointmentAction.MOVE)


class HoursState(TextChoices):
    OPEN = "open", pgettext_lazy("state of offered hours", "Open")
    CLOSED = "closed", pgettext_lazy("state of offered hours", "Closed to new ones")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of offered hours", "Withdrawn")


class HoursAction(TextChoices):
    CLOSE = "close", pgettext_lazy("what is done with offered hours", "Take no more")
    REOPEN = "reopen", pgettext_lazy("what is done with offered hours", "Open them again")
    WITHDRAW = "withdraw", pgettext_lazy("what is done with offered hours", "Withdraw them")
