from .feed import CalendarFeed
from .material import Material, Promise
from .photo import SessionPhoto
from .poll import Poll, PollChoice, PollVote
from .presence import Presence
from .reminder import Reminder
from .series import Series
from .session import Session, SessionQuerySet, SessionRole, SessionRoleQuerySet
from .sign_up import SignUp, SignUpQuerySet
from .wall import Question, QuestionQuerySet, Support

__all__ = [
    "CalendarFeed",
    "Material",
    "Poll",
    "PollChoice",
    "PollVote",
    "Presence",
    "Promise",
    "Question",
    "QuestionQuerySet",
    "Reminder",
    "Series",
    "Session",
    "SessionPhoto",
    "SessionQuerySet",
    "SessionRole",
    "SessionRoleQuerySet",
    "SignUp",
    "SignUpQuerySet",
    "Support",
]
