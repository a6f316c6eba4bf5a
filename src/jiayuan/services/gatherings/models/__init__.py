from .feed import CalendarFeed
from .poll import Poll, PollChoice, PollVote
from .presence import Presence
from .reminder import Reminder
from .series import Series
from .session import Session, SessionQuerySet, SessionRole, SessionRoleQuerySet
from .sign_up import SignUp, SignUpQuerySet
from .wall import Question, QuestionQuerySet, Support

__all__ = [
    "CalendarFeed",
    "Poll",
    "PollChoice",
    "PollVote",
    "Presence",
    "Question",
    "QuestionQuerySet",
    "Reminder",
    "Series",
    "Session",
    "SessionQuerySet",
    "SessionRole",
    "SessionRoleQuerySet",
    "SignUp",
    "SignUpQuerySet",
    "Support",
]
