"""The life of a case: one table of states and actions, after GB/T 30428.

report → file → dispatch → accept → hand in → verify → close → rate, with the ways back. Pages, buttons, API and
documentation are drawn from :data:`TRANSITIONS`; who may is in ``rules.py`` under the same names.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    REPORTED = "reported", pgettext_lazy("case state", "Reported")
    FILED = "filed", pgettext_lazy("case state", "Filed")
    DISPATCHED = "dispatched", pgettext_lazy("case state", "Dispatched")
    HANDLING = "handling", pgettext_lazy("case state", "Being handled")
    SUSPENDED = "suspended", pgettext_lazy("case state", "Suspended")
    HANDED_IN = "handed_in", pgettext_lazy("case state", "Waiting for verification")
    VERIFIED = "verified", pgettext_lazy("case state", "Verified")
    CLOSED = "closed", pgettext_lazy("case state", "Closed")
    REJECTED = "rejected", pgettext_lazy("case state", "Not taken up")


OPEN_STATES = (
    State.REPORTED,
    State.FILED,
    State.DISPATCHED,
    State.HANDLING,
    State.SUSPENDED,
    State.HANDED_IN,
    State.VERIFIED,
)
PUBLIC_STATES = (
    State.FILED,
    State.DISPATCHED,
    State.HANDLING,
    State.SUSPENDED,
    State.HANDED_IN,
    State.VERIFIED,
    State.CLOSED,
)
"""A case is shown to the public once somebody has looked at it and taken it up."""


class Action(TextChoices):
    FILE = "file", pgettext_lazy("case action", "File")
    REJECT = "reject", pgettext_lazy("case action", "Do not take up")
    RECLASSIFY = "reclassify", pgettext_lazy("case action", "Change the category")
    DISPATCH = "dispatch", pgettext_lazy("case action", "Dispatch")
    RECALL = "recall", pgettext_lazy("case action", "Recall")
    ACCEPT = "accept", pgettext_lazy("case action", "Accept")
    TAKE_OVER = "take_over", pgettext_lazy("case action", "Take over from a colleague")
    RETURN = "return", pgettext_lazy("case action", "Return")
    SHOW_BEFORE = "show_before", pgettext_lazy("case action", "Add photos from before the work")
    HAND_IN = "hand_in", pgettext_lazy("case action", "Report as done")
    ASK_SUSPENSION = "ask_suspension", pgettext_lazy("case action", "Ask to suspend")
    ASK_EXTENSION = "ask_extension", pgettext_lazy("case action", "Ask for more time")
    APPROVE = "approve", pgettext_lazy("case action", "Approve the request")
    DECLINE = "decline", pgettext_lazy("case action", "Decline the request")
    RESUME = "resume", pgettext_lazy("case action", "Resume")
    PASS = "pass", pgettext_lazy("case action", "Verify: it is done")
    FAIL = "fail", pgettext_lazy("case action", "Verify: not done")
    CLOSE = "close", pgettext_lazy("case action", "Close")
    RATE = "rate", pgettext_lazy("case action", "Rate")
    REOPEN = "reopen", pgettext_lazy("case action", "Reopen")
    EDIT_PUBLIC = "edit_public", pgettext_lazy("case action", "Correct what is public")
    NOTE = "note", pgettext_lazy("case action", "Add a note")


class Need(TextChoices):
    """What an action must bring along."""

    WORDS = "words", _("a reason in words")
    CATEGORY = "category", _("a category")
    UNIT = "unit", _("a unit")
    PHOTO = "photo", _("a photo")
    BEFORE_PHOTO = "before_photo", _("a photo from before, where the category asks for one and none is there")
    AFTER_PHOTO = "after_photo", _("a photo of the result, where the category asks for one")
    DAYS = "days", _("a number of working days")
    SCORE = "score", _("a score from 1 to 5")
    PUBLIC = "public", _("what everybody may read")


@dataclass(frozen=True)
class Transition:
    """One line of the table. ``target`` None: the state stays (or, for APPROVE, follows from the request)."""

    action: Action
    sources: tuple[State, ...]
    target: State | None
    needs: tuple[Need, ...] = ()
    done: str | Promise = ""
    """What the timeline says happened."""
    public_words: bool = False
    """Are the words said with it shown to the reporter?"""
    otherwise: tuple[tuple[State, State], ...] = ()
    """Sources from which it leads elsewhere than to ``target``."""

    def target_of(self, source: State) -> State | None:
        """Where it leads from ``source``; None where the state stays or follows from the request."""
        return dict(self.otherwise).get(source, self.target)


TRANSITIONS: tuple[Transition, ...] = (
    Transition(Action.FILE, (State.REPORTED,), State.FILED, (Need.CATEGORY,), _("Filed"), True),
    Transition(
        Action.REJECT,
        (State.REPORTED, State.FILED),
        State.REJECTED,
        (Need.WORDS,),
        _("Not taken up"),
        True,
    ),
    Transition(
        Action.RECLASSIFY,
        (State.FILED,),
        None,
        (Need.CATEGORY, Need.WORDS),
        _("Category changed"),
        True,
    ),
    Transition(Action.DISPATCH, (State.FILED,), State.DISPATCHED, (Need.UNIT,), _("Dispatched"), False),
    Transition(
        Action.RECALL,
        (State.DISPATCHED, State.HANDLING, State.SUSPENDED),
        State.FILED,
        (Need.WORDS,),
        _("Recalled from the unit"),
        False,
    ),
    Transition(Action.ACCEPT, (State.DISPATCHED,), State.HANDLING, (), _("Accepted by the unit"), False),
    Transition(Action.TAKE_OVER, (State.HANDLING,), None, (), _("Taken over by a colleague"), False),
    Transition(
        Action.RETURN,
        (State.DISPATCHED, State.HANDLING),
        State.FILED,
        (Need.WORDS,),
        _("Returned by the unit"),
        False,
    ),
    Transition(
        Action.SHOW_BEFORE,
        (State.HANDLING, State.SUSPENDED),
        None,
        (Need.PHOTO,),
        _("Photos from before the work added"),
        False,
    ),
    Transition(
        Action.HAND_IN,
        (State.HANDLING,),
        State.HANDED_IN,
        (Need.WORDS, Need.BEFORE_PHOTO, Need.AFTER_PHOTO),
        _("Reported as done"),
        True,
    ),
    Transition(
        Action.ASK_SUSPENSION,
        (State.HANDLING,),
        None,
        (Need.WORDS, Need.DAYS),
        _("Suspension asked for"),
        False,
    ),
    Transition(
        Action.ASK_EXTENSION,
        (State.HANDLING,),
        None,
        (Need.WORDS, Need.DAYS),
        _("More time asked for"),
        False,
    ),
    Transition(Action.APPROVE, (State.HANDLING,), None, (), _("Request approved"), True),
    Transition(Action.DECLINE, (State.HANDLING,), None, (Need.WORDS,), _("Request declined"), False),
    Transition(Action.RESUME, (State.SUSPENDED,), State.HANDLING, (), _("Resumed"), True),
    Transition(Action.PASS, (State.HANDED_IN,), State.VERIFIED, (), _("Verified on the spot"), True),
    Transition(
        Action.FAIL,
        (State.HANDED_IN,),
        State.HANDLING,
        (Need.WORDS,),
        _("Verification failed, back to the unit"),
        True,
    ),
    Transition(Action.CLOSE, (State.VERIFIED,), State.CLOSED, (), _("Closed"), True),
    Transition(Action.RATE, (State.CLOSED,), None, (Need.SCORE,), _("Rated"), False),
    Transition(
        Action.REOPEN,
        (State.CLOSED, State.REJECTED),
        State.FILED,
        (Need.WORDS,),
        _("Reopened"),
        True,
        # What was never taken up is looked at anew; until then nobody but those who work on it sees it.
        otherwise=((State.REJECTED, State.REPORTED),),
    ),
    Transition(
        Action.EDIT_PUBLIC, PUBLIC_STATES, None, (Need.PUBLIC,), _("What is public was corrected"), False
    ),
    Transition(Action.NOTE, OPEN_STATES, None, (Need.WORDS,), _("Note"), False),
)

BY_ACTION: dict[Action, Transition] = {each.action: each for each in TRANSITIONS}


def actions_from(state: State) -> tuple[Transition, ...]:
    """What can be done to a case in ``state``, in the order of the table."""
    return tuple(each for each in TRANSITIONS if state in each.sources)


class CategoryKind(TextChoices):
    """GB/T 30428.2: parts are things that stand there; events are what happens."""

    PART = "part", _("Part")
    EVENT = "event", _("Event")


class ProofPolicy(TextChoices):
    NONE = "none", _("words are enough")
    AFTER = "after", _("a photo of the result")
    BOTH = "both", _("photos before and after")


class PhotoRole(TextChoices):
    REPORT = "report", _("Reported")
    BEFORE = "before", _("Before")
    AFTER = "after", _("After")
    VERIFY = "verify", _("Verification")


class Stage(TextChoices):
    """The stretches of a case that a deadline is set for."""

    FILING = "filing", _("to be looked at")
    DISPATCHING = "dispatching", _("to be dispatched")
    HANDLING = "handling", _("to be handled")
    VERIFYING = "verifying", _("to be verified")
    CLOSING = "closing", _("to be closed")


STAGE_OF_STATE: dict[State, Stage | None] = {
    State.REPORTED: Stage.FILING,
    State.FILED: Stage.DISPATCHING,
    State.DISPATCHED: Stage.HANDLING,
    State.HANDLING: Stage.HANDLING,
    State.SUSPENDED: Stage.HANDLING,
    State.HANDED_IN: Stage.VERIFYING,
    State.VERIFIED: Stage.CLOSING,
    State.CLOSED: None,
    State.REJECTED: None,
}


class Part(TextChoices):
    """What somebody had to do with a case in one round; nobody has both parts."""

    HANDLED = "handled", _("handled it")
    VERIFIED = "verified", _("verified it")


class PauseKind(TextChoices):
    SUSPENSION = "suspension", _("suspended with approval")
    AWAY = "away", _("not with the unit: at the desk or being verified")


class RuleSetState(TextChoices):
    DRAFT = "draft", _("Being prepared")
    CURRENT = "current", _("In force")
    PAST = "past", _("No longer in force")


class DispatchTo(TextChoices):
    """Where a dispatch rule leads."""

    CATEGORY = "category", _("the nearest unit that the category names")
    FUNCTION = "function", _("the nearest unit for")
    UNIT = "unit", _("always the same unit")


class RequestKind(TextChoices):
    SUSPENSION = "suspension", _("Suspension")
    EXTENSION = "extension", _("More time")


class RequestState(TextChoices):
    PENDING = "pending", _("Waiting for a decision")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")


class Escalation(TextChoices):
    """Who besides the desk sees an overdue case."""

    NONE = "none", _("with the community")
    STREET = "street", _("raised to the street")
    DISTRICT = "district", _("raised to the district")
