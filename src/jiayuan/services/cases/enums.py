"""States, actions and kinds of cases. How they hang together is in ``lifecycle.py``."""

from django.db.models import TextChoices
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
    MERGED = "merged", pgettext_lazy("case state", "Merged into another")


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
    DISPUTE = "dispute", pgettext_lazy("case action", "Dispute that it is ours")
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
    MERGE = "merge", pgettext_lazy("case action", "Merge into another case")
    UNMERGE = "unmerge", pgettext_lazy("case action", "Take out again")
    SPLIT = "split", pgettext_lazy("case action", "Divide among several units")
    GO_ON = "go_on", pgettext_lazy("case action", "Go on without the open parts")
    MARK_DEMAND = "mark_demand", pgettext_lazy("case action", "Propose: the demand cannot be met")
    CONFIRM_MARK = "confirm_mark", pgettext_lazy("case action", "Confirm: the demand cannot be met")
    DECLINE_MARK = "decline_mark", pgettext_lazy("case action", "Decline: the demand is reasonable")
    ASK_SECOND_LOOK = "ask_second_look", pgettext_lazy("case action", "Ask for a second look")
    KEEP_MARK = "keep_mark", pgettext_lazy("case action", "Second look: the answer stands")
    ISSUE_ORDER = "issue_order", pgettext_lazy("case action", "Issue a supervision order")
    ANSWER_ORDER = "answer_order", pgettext_lazy("case action", "Answer the supervision order")
    ACCEPT_ANSWER = "accept_answer", pgettext_lazy("case action", "Accept the answer")
    RETURN_ANSWER = "return_answer", pgettext_lazy("case action", "Return the answer")
    WITHDRAW_ORDER = "withdraw_order", pgettext_lazy("case action", "Withdraw the supervision order")
    LIFT_MARK = "lift_mark", pgettext_lazy("case action", "Take back that the demand cannot be met")


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
    ORDER = "order", _("Answer to a supervision order")
    JOINED = "joined", _("From a neighbour who joined")


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
    State.MERGED: None,
}


class Part(TextChoices):
    """What somebody had to do with a case in one round; nobody has both parts."""

    HANDLED = "handled", _("handled it")
    VERIFIED = "verified", _("verified it")


class PauseKind(TextChoices):
    SUSPENSION = "suspension", _("suspended with approval")
    AWAY = "away", _("not with the unit: at the desk or being verified")
    MERGED = "merged", _("merged into another case")


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
    DISPUTE = "dispute", _("Dispute")


class DisputeGround(TextChoices):
    """Why a unit holds that a case is not its own."""

    NOT_OUR_DUTY = "not_our_duty", _("Not our duty")
    OUTSIDE = "outside", _("Outside our area")
    OTHER_OWNER = "other_owner", _("Belongs to another owner, who is named")
    NOTHING_THERE = "nothing_there", _("Nothing to be found there")
    OTHER_NUMBER = "other_number", _("Already dealt with under another number")


class RequestState(TextChoices):
    PENDING = "pending", _("Waiting for a decision")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    FELL_AWAY = "fell_away", pgettext_lazy("request", "Fell away without a decision")


class Escalation(TextChoices):
    """Who besides the desk sees an overdue case."""

    NONE = "none", _("with the community")
    STREET = "street", _("raised to the street")
    DISTRICT = "district", _("raised to the district")


class DemandGround(TextChoices):
    """Why what a case demands cannot reasonably be met."""

    AGAINST_RULES = "against_rules", _("Against law or rules")
    NOT_PUBLIC = "not_public", _("Not public business: a matter between private parties")
    SETTLED = "settled", _("Already settled in full")
    BEYOND = "beyond", _("Asks for more than anybody gets")
    ABUSIVE = "abusive", _("Threatens or abuses")


class MarkState(TextChoices):
    PROPOSED = "proposed", _("Waiting for the second signature")
    CONFIRMED = "confirmed", _("Cannot be met, with two signatures")
    DECLINED = "declined", _("Not confirmed")
    LIFTED = "lifted", _("Taken back")


class DossierKind(TextChoices):
    """For whom a proof file of a case is made."""

    OFFICE = "office", pgettext_lazy("proof file", "For the office")
    REPORTER = "reporter", pgettext_lazy("proof file", "For the reporter")


class DossierState(TextChoices):
    WAITING = "waiting", pgettext_lazy("proof file", "Being made")
    READY = "ready", pgettext_lazy("proof file", "Ready")
    FAILED = "failed", pgettext_lazy("proof file", "Could not be made")
    FORGOTTEN = "forgotten", pgettext_lazy("proof file", "No longer kept")


class SuggestedAt(TextChoices):
    """Where a category was proposed from words."""

    PHONE = "phone", _("by whoever reports")
    COUNTER = "counter", _("when taking a report in for somebody")
    DESK = "desk", _("when filing")


class OrderState(TextChoices):
    """Of a supervision order."""

    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered, to be judged")
    ACCEPTED = "accepted", _("Answer accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("supervision order", "Withdrawn")


class OrderLevel(TextChoices):
    STREET = "street", _("the street")
    DISTRICT = "district", _("the district")


class TieKind(TextChoices):
    """A case among several of one problem."""

    LEAD = "lead", _("leads")
    MERGED = "merged", _("merged into the one that leads")
    PIECE = "piece", _("a part of the one that leads")
