"""States of rounds, of their stops and of their plans, and the causes that may be given."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class RoundState(TextChoices):
    PLANNED = "planned", pgettext_lazy("state of a round", "Planned")
    DRIVING = "driving", pgettext_lazy("state of a round", "On the road")
    FINISHED = "finished", pgettext_lazy("state of a round", "Finished")
    BROKEN_DOWN = "broken_down", pgettext_lazy("state of a round", "Broken down")
    CALLED_OFF = "called_off", pgettext_lazy("state of a round", "Called off")


class RoundAction(TextChoices):
    START = "start", pgettext_lazy("what is done with a round", "Set out")
    FINISH = "finish", pgettext_lazy("what is done with a round", "Finish")
    BREAK_DOWN = "break_down", pgettext_lazy("what is done with a round", "Report a breakdown")
    CALL_OFF = "call_off", pgettext_lazy("what is done with a round", "Call off")
    REVIVE = "revive", pgettext_lazy("what is done with a round", "Set out before it was called off")
    CLOSE = "close", pgettext_lazy("what is done with a round", "Close with its day")


class StopState(TextChoices):
    WAITING = "waiting", pgettext_lazy("state of a stop", "To come")
    DONE = "done", pgettext_lazy("state of a stop", "Emptied")
    REFUSED = "refused", pgettext_lazy("state of a stop", "Not taken")
    MISSED = "missed", pgettext_lazy("state of a stop", "Missed")
    MOVED = "moved", pgettext_lazy("state of a stop", "Moved to another round")


class StopAction(TextChoices):
    DONE = "done", pgettext_lazy("what is done at a stop", "Emptied")
    REFUSE = "refuse", pgettext_lazy("what is done at a stop", "Do not take it")
    MISS = "miss", pgettext_lazy("what is done at a stop", "Could not be reached")
    MOVE = "move", pgettext_lazy("what is done at a stop", "Move to another round")


class StopReason(TextChoices):
    """Why a stop was not served: from a list, so that nobody writes of people."""

    MIXED = "mixed", pgettext_lazy("why a stop was not served", "Another stream is mixed in")
    HAZARD = "hazard", pgettext_lazy("why a stop was not served", "Something dangerous is in it")
    BLOCKED = "blocked", pgettext_lazy("why a stop was not served", "The way is blocked")
    LOCKED = "locked", pgettext_lazy("why a stop was not served", "The gate is locked")
    FULL = "full", pgettext_lazy("why a stop was not served", "The truck was full")
    TIME = "time", pgettext_lazy("why a stop was not served", "No time was left")
    BREAKDOWN = "breakdown", pgettext_lazy("why a stop was not served", "The truck broke down")
    UNTOLD = "untold", pgettext_lazy("why a stop was not served", "Nobody said")
    NO_ROUND = "no_round", pgettext_lazy("why a stop was not served", "No truck could come for it any more")


REFUSALS = (StopReason.MIXED, StopReason.HAZARD)
"""What lies in the bin; everything else is about getting there."""
PRESUMED = (StopReason.UNTOLD, StopReason.NO_ROUND)
"""Said by nobody who was there: of a day that is over, and by a plan that found no round for it. Who was there knows
better, see ``domain/entering.py``."""
MISSES = tuple(each for each in StopReason if each not in (*REFUSALS, *PRESUMED))
"""What a driver may give."""


class CorrectionReason(TextChoices):
    TYPED = "typed", pgettext_lazy("why a weight is corrected", "Typed wrong")
    SCALE = "scale", pgettext_lazy("why a weight is corrected", "The scale was wrong")
    OTHER_STOP = "other_stop", pgettext_lazy("why a weight is corrected", "It belongs to another stop")
    OTHER_TRIP = "other_trip", pgettext_lazy("why a weight is corrected", "It belongs to another trip")


OF_STOPS = (CorrectionReason.TYPED, CorrectionReason.SCALE, CorrectionReason.OTHER_STOP)
OF_TICKETS = (CorrectionReason.TYPED, CorrectionReason.SCALE, CorrectionReason.OTHER_TRIP)


class PlanState(TextChoices):
    WAITING = "waiting", pgettext_lazy("state of a plan", "Waiting")
    RUNNING = "running", pgettext_lazy("state of a plan", "Being worked out")
    READY = "ready", pgettext_lazy("state of a plan", "Ready to look at")
    FAILED = "failed", pgettext_lazy("state of a plan", "Could not be worked out")
    ACCEPTED = "accepted", pgettext_lazy("state of a plan", "Accepted")
    DROPPED = "dropped", pgettext_lazy("state of a plan", "Put aside")


class Keeping(TextChoices):
    """How readily a weekly plan gives an estate other days than it has."""

    ANY = "any", pgettext_lazy("when days of collection change", "Wherever it saves anything")
    CLEAR = (
        "clear",
        pgettext_lazy("when days of collection change", "Where it saves 2 km a week for each estate"),
    )
    MUCH = (
        "much",
        pgettext_lazy("when days of collection change", "Only where it saves 6 km a week for each estate"),
    )


KEEPING_METRES = {Keeping.ANY: 0, Keeping.CLEAR: 2_000, Keeping.MUCH: 6_000}
"""What must be saved for each estate and stream whose days change."""
WORKING_PLANS = (PlanState.WAITING, PlanState.RUNNING)
HAS_BEGUN = (RoundState.DRIVING, RoundState.BROKEN_DOWN)
"""Rounds whose stops can be ended: a truck that stands in the road may still have emptied some."""
LIVE_ROUNDS = (RoundState.PLANNED, RoundState.DRIVING)
TAKING_STOPS = tuple(each for each in StopState if each != StopState.MOVED)
"""That stand for the collection of a stream from an estate on a day."""
