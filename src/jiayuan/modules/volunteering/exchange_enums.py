"""States of hours on their way to the national system for volunteer service."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ExchangeState(TextChoices):
    """Worked out from what was sent, what was answered, and what is now; never kept."""

    READY = "ready", pgettext_lazy("exchange", "Ready to send")
    INCOMPLETE = "incomplete", pgettext_lazy("exchange", "Incomplete")
    SENT = "sent", pgettext_lazy("exchange", "Sent")
    CHANGED = "changed", pgettext_lazy("exchange", "Changed since it was sent")
    REFUSED = "refused", pgettext_lazy("exchange", "Refused by the other side")


class Operation(TextChoices):
    NEW = "new", pgettext_lazy("exchange", "New")
    CHANGE = "change", pgettext_lazy("exchange", "Changed")
    REMOVE = "remove", pgettext_lazy("exchange", "Taken off")


class Answer(TextChoices):
    NONE = "none", pgettext_lazy("exchange", "Not answered yet")
    ACCEPTED = "accepted", pgettext_lazy("exchange", "Accepted")
    REFUSED = "refused", pgettext_lazy("exchange", "Refused")
