"""Answers from outside, by a link."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from .enums import State


class OutsideKind(TextChoices):
    """What somebody outside can answer by their link."""

    TAKE = "take", pgettext_lazy("answer from outside", "Takes it")
    ASK = "ask", pgettext_lazy("answer from outside", "Asks back")
    DECLINE = "decline", pgettext_lazy("answer from outside", "Says it is not theirs")
    DONE = "done", pgettext_lazy("answer from outside", "Says it is done")


OUTSIDE_USES: dict[OutsideKind, int] = {
    OutsideKind.TAKE: 3,
    OutsideKind.ASK: 5,
    OutsideKind.DECLINE: 1,
    OutsideKind.DONE: 1,
}
"""How often one link can be used for each answer."""
OUTSIDE_FINAL = (OutsideKind.DECLINE, OutsideKind.DONE)
"""After one of these a link only shows what was answered."""
OUTSIDE_STATES = (State.DISPATCHED, State.HANDLING, State.SUSPENDED)
"""While a unit has the case, somebody outside can be asked."""
