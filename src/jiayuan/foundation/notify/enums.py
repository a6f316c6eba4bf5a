"""The ways out of the house, and the life of a delivery as one table."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Way(TextChoices):
    """Named as the channels of ``foundation.channels``."""

    SMS = "sms", pgettext_lazy("way of a notice", "Text message")
    WECHAT = "wechat", pgettext_lazy("way of a notice", "WeChat")
    EMAIL = "email", pgettext_lazy("way of a notice", "E-mail")


LOUD = (Way.SMS, Way.WECHAT)
"""They make a telephone sound, and so keep the quiet hours."""


class State(TextChoices):
    WAITING = "waiting", pgettext_lazy("delivery state", "Waiting")
    SENDING = "sending", pgettext_lazy("delivery state", "Being sent")
    SENT = "sent", pgettext_lazy("delivery state", "Sent")
    FAILED = "failed", pgettext_lazy("delivery state", "Refused by the provider")
    GIVEN_UP = "given_up", pgettext_lazy("delivery state", "Given up after many tries")
    UNCERTAIN = "uncertain", pgettext_lazy("delivery state", "Perhaps sent")
    CANCELLED = "cancelled", pgettext_lazy("delivery state", "Cancelled")


class Because(TextChoices):
    """Why a delivery was cancelled. Only the staff's own word is theirs to take back."""

    STAFF = "staff", pgettext_lazy("why a delivery was cancelled", "By the IT staff")
    OPTED_OUT = (
        "opted_out",
        pgettext_lazy("why a delivery was cancelled", "The reader does not want it this way"),
    )
    WITHDRAWN = "withdrawn", pgettext_lazy("why a delivery was cancelled", "It does not hold any more")


class Event(TextChoices):
    TAKE = "take"
    ARRIVE = "arrive"
    POSTPONE = "postpone"
    REFUSE = "refuse"
    TIRE = "tire"
    DOUBT = "doubt"
    DECLINE = "decline"
    RETRY = "retry"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Move:
    """One line of the table."""

    event: Event
    sources: tuple[State, ...]
    target: State


MOVES: tuple[Move, ...] = (
    # by the messenger
    Move(
        Event.TAKE, (State.WAITING, State.SENDING), State.SENDING
    ),  # from SENDING only when its lease is over
    Move(Event.ARRIVE, (State.SENDING,), State.SENT),
    Move(Event.POSTPONE, (State.SENDING,), State.WAITING),
    Move(Event.REFUSE, (State.SENDING,), State.FAILED),
    Move(Event.TIRE, (State.SENDING,), State.GIVEN_UP),
    Move(Event.DOUBT, (State.SENDING,), State.UNCERTAIN),
    Move(Event.DECLINE, (State.SENDING,), State.CANCELLED),  # its reader said no while it was under way
    # by the IT staff
    # a cancelled one only where they cancelled it themselves: ``Delivery.can``
    Move(Event.RETRY, (State.FAILED, State.GIVEN_UP, State.UNCERTAIN, State.CANCELLED), State.WAITING),
    Move(Event.CANCEL, (State.WAITING, State.FAILED, State.GIVEN_UP, State.UNCERTAIN), State.CANCELLED),
)
MOVE: dict[Event, Move] = {each.event: each for each in MOVES}
LIVE = (State.WAITING, State.SENDING)
TROUBLE = (State.FAILED, State.GIVEN_UP, State.UNCERTAIN)
"""What somebody should look at."""
ENDED = (State.SENT, State.FAILED, State.GIVEN_UP, State.UNCERTAIN, State.CANCELLED)
