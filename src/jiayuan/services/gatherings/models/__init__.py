from .feed import CalendarFeed
from .presence import Presence
from .reminder import Reminder
from .series import Series
from .session import Session, SessionQuerySet, SessionRole, SessionRoleQuerySet
from .sign_up import SignUp, SignUpQuerySet

__all__ = [
    "CalendarFeed",
    "Presence",
    "Reminder",
    "Series",
    "Session",
    "SessionQuerySet",
    "SessionRole",
    "SessionRoleQuerySet",
    "SignUp",
    "SignUpQuerySet",
]
