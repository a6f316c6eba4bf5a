"""The life of a case: one table of states and actions, after GB/T 30428.

report → file → dispatch → accept → hand in → verify → close → rate, with the ways back. Pages, buttons, API and
documentation are drawn from :data:`TRANSITIONS`; who may is in ``rules.py`` under the same names.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .enums import OPEN_STATES, PUBLIC_STATES, Action, DemandGround, DisputeGround, State


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
    GROUND = "ground", _("a named ground")
    WANTED = "wanted", _("what is wanted, in words")
    LEAD = "lead", _("the number of the case that leads")
    PIECES = "pieces", _("the parts: of each its unit and what it is to do")


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
    grounds: type[TextChoices] | None = None
    """The grounds to choose from, where it needs one."""
    inside: bool = False
    """Does the step stay between those who work on the case?"""
    comes_back: tuple[State, ...] = ()
    """Without a target: the states one of which it had before, and comes back to."""

    def target_of(self, source: State) -> State | None:
        """Where it leads from ``source``; None where the state stays or follows from the request."""
        return dict(self.otherwise).get(source, self.target)


ANY_STATE = tuple(State)
BEFORE_A_UNIT = (State.REPORTED, State.FILED)
STAYS_WITH_UNIT = (State.DISPATCHED, State.HANDLING, State.SUSPENDED)
"""What is merged in one of these is with a unit again when it is taken out."""

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
        Action.DISPUTE,
        (State.DISPATCHED, State.HANDLING),
        None,
        (Need.GROUND, Need.WORDS),
        _("Disputed by the unit"),
        grounds=DisputeGround,
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
    Transition(Action.APPROVE, (State.DISPATCHED, State.HANDLING), None, (), _("Request approved"), True),
    Transition(
        Action.DECLINE, (State.DISPATCHED, State.HANDLING), None, (Need.WORDS,), _("Request declined"), False
    ),
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
    Transition(
        Action.MERGE,
        (*BEFORE_A_UNIT, *STAYS_WITH_UNIT),
        State.MERGED,
        (Need.LEAD,),
        _("Merged with another report of the same problem"),
        True,
    ),
    # It goes on from where it stood, see domain/unmerging.py.
    Transition(
        Action.UNMERGE,
        (State.MERGED,),
        None,
        (Need.WORDS,),
        _("No longer merged: it goes on by itself"),
        True,
        comes_back=(*BEFORE_A_UNIT, *STAYS_WITH_UNIT),
    ),
    Transition(
        Action.SPLIT,
        (State.FILED, State.DISPATCHED, State.HANDLING, State.SUSPENDED),
        None,
        (Need.PIECES,),
        _("Divided among several units"),
        True,
    ),
    # Each part is a case of its own, with its own unit and deadline; this one waits for all of them.
    Transition(
        Action.GO_ON,
        (State.FILED, State.DISPATCHED, State.HANDLING, State.SUSPENDED, State.HANDED_IN, State.VERIFIED),
        None,
        (Need.WORDS,),
        _("Goes on without waiting for the open parts"),
        True,
    ),
    Transition(Action.NOTE, OPEN_STATES, None, (Need.WORDS,), _("Note"), False),
    Transition(
        Action.MARK_DEMAND,
        (*OPEN_STATES, State.CLOSED),
        None,
        (Need.GROUND, Need.WORDS),
        _("Proposed: the demand cannot be met"),
        grounds=DemandGround,
        inside=True,
    ),
    Transition(
        Action.CONFIRM_MARK, ANY_STATE, None, (Need.WORDS,), _("Found by two: the demand cannot be met"), True
    ),
    Transition(
        Action.DECLINE_MARK,
        ANY_STATE,
        None,
        (Need.WORDS,),
        _("Not confirmed: the demand is reasonable"),
        inside=True,
    ),
    Transition(
        Action.ASK_SECOND_LOOK,
        ANY_STATE,
        None,
        (Need.WORDS,),
        _("Second look by the district asked for"),
        True,
    ),
    Transition(
        Action.KEEP_MARK, ANY_STATE, None, (Need.WORDS,), _("Looked at again: the answer stands"), True
    ),
    Transition(
        Action.LIFT_MARK,
        ANY_STATE,
        None,
        (Need.WORDS,),
        _("Taken back: the demand is looked at like any other"),
        True,
    ),
    Transition(
        Action.ISSUE_ORDER,
        OPEN_STATES,
        None,
        (Need.WORDS, Need.WANTED, Need.DAYS),
        _("Supervision order issued"),
        inside=True,
    ),
    Transition(
        Action.ANSWER_ORDER, OPEN_STATES, None, (Need.WORDS,), _("Supervision order answered"), inside=True
    ),
    Transition(
        Action.ACCEPT_ANSWER,
        OPEN_STATES,
        None,
        (),
        _("Answer accepted, supervision order settled"),
        inside=True,
    ),
    Transition(
        Action.RETURN_ANSWER,
        OPEN_STATES,
        None,
        (Need.WORDS, Need.DAYS),
        _("Answer returned, the supervision order runs on"),
        inside=True,
    ),
    Transition(
        Action.WITHDRAW_ORDER, OPEN_STATES, None, (Need.WORDS,), _("Supervision order withdrawn"), inside=True
    ),
)

FORMER: dict[str, str | Promise] = {"return": _("Returned by the unit")}
"""Acts of earlier tables that stand in the ledger for good: until 2026 a unit could send a case back by itself."""

BY_ACTION: dict[Action, Transition] = {each.action: each for each in TRANSITIONS}


def actions_from(state: State) -> tuple[Transition, ...]:
    """What can be done to a case in ``state``, in the order of the table."""
    return tuple(each for each in TRANSITIONS if state in each.sources)
