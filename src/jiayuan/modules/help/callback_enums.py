"""States of a call-back: another community asks who wished whether it was really done."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class CallState(TextChoices):
    WAITING = "waiting", pgettext_lazy("state of a call-back", "To be called")
    REACHED = "reached", pgettext_lazy("state of a call-back", "Spoken with")
    MISSED = "missed", pgettext_lazy("state of a call-back", "Not reached")
    EXPIRED = "expired", pgettext_lazy("state of a call-back", "Not called in time")
    DROPPED = "dropped", pgettext_lazy("state of a call-back", "Called off")


class Content(TextChoices):
    """How content who wished is."""

    YES = "yes", pgettext_lazy("call-back", "Content")
    PARTLY = "partly", pgettext_lazy("call-back", "Not quite")
    NO = "no", pgettext_lazy("call-back", "Not content")
    UNSAID = "unsaid", pgettext_lazy("call-back", "Did not say")
