"""What the start-up checks say about time: hours that cannot be read, a calendar that runs out."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext as _

from .calendar import CalendarFileError, calendar_warning, read_calendar_file
from .hours import parse_working_hours
from .now import today


@register
def check_working_hours(**_kwargs: Any) -> list[CheckMessage]:
    try:
        parse_working_hours(settings.WORKING_HOURS)
    except ValueError as error:
        hint = "JIAYUAN_WORKING_HOURS=08:30-12:00,14:30-18:00"
        return [
            Error(
                _("The working hours cannot be read: %(error)s") % {"error": error},
                hint=hint,
                id="clock.E001",
            )
        ]
    return []


@register
def check_calendar(**_kwargs: Any) -> list[CheckMessage]:
    try:
        read_calendar_file(settings.CALENDAR_FILE)
        warning = calendar_warning(today())
    except CalendarFileError as error:
        hint = '{"2027": {"holidays": ["2027-01-01"], "working": ["2027-01-30"]}}'
        return [
            Error(
                _("The calendar file cannot be read: %(error)s") % {"error": error},
                hint=hint,
                id="clock.E002",
            )
        ]
    return [checks.Warning(warning, id="clock.W001")] if warning else []
