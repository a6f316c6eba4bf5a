"""States, actions and kinds of gatherings. How the states hang together is in ``lifecycle.py``."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    DRAFT = "draft", pgettext_lazy("gathering state", "Being prepared")
    PUBLISHED = "published", pgettext_lazy("gathering state", "Open for sign-up")
    RUNNING = "running", pgettext_lazy("gathering state", "Taking place")
    CLOSED = "closed", pgettext_lazy("gathering state", "Over")
    FILED = "filed", pgettext_lazy("gathering state", "Filed")
    CANCELLED = "cancelled", pgettext_lazy("gathering state", "Called off")


PUBLIC_STATES = (State.PUBLISHED, State.RUNNING, State.CLOSED, State.FILED, State.CANCELLED)
"""Everybody may read of it once it was published; that it was called off as well."""
TAKING_PEOPLE = (State.PUBLISHED, State.RUNNING)
"""While one can sign up and be checked in."""
OVER = (State.CLOSED, State.FILED)
"""It was held, and has ended."""


class Action(TextChoices):
    PUBLISH = "publish", pgettext_lazy("gathering action", "Publish")
    OPEN = "open", pgettext_lazy("gathering action", "Begin")
    CLOSE = "close", pgettext_lazy("gathering action", "End")
    FILE = "file", pgettext_lazy("gathering action", "File")
    CANCEL = "cancel", pgettext_lazy("gathering action", "Call off")
    AMEND = "amend", pgettext_lazy("gathering action", "Change")


class SignUpState(TextChoices):
    HELD = "held", pgettext_lazy("sign-up", "Has a seat")
    WAITING = "waiting", pgettext_lazy("sign-up", "On the waiting list")
    OFFERED = "offered", pgettext_lazy("sign-up", "A seat is offered")
    WALKED_IN = "walked_in", pgettext_lazy("sign-up", "Came without a seat")
    CANCELLED = "cancelled", pgettext_lazy("sign-up", "Cancelled")
    LAPSED = "lapsed", pgettext_lazy("sign-up", "Offer ran out")


SEATED = (SignUpState.HELD, SignUpState.OFFERED)
"""States that occupy a seat."""
LIVE = (*SEATED, SignUpState.WAITING, SignUpState.WALKED_IN)
"""States of which a person has at most one in a gathering."""


class HolidayPolicy(TextChoices):
    SKIP = "skip", _("Left out on holidays")
    SHIFT = "shift", _("Moved to the next working day")
    KEEP = "keep", _("Held on holidays too")


class Way(TextChoices):
    """Which of the two one is checked."""

    IN = "in", _("In")
    OUT = "out", _("Out")


class PresenceSource(TextChoices):
    QR = "qr", _("Scanned code")
    HOST = "host", _("Entered by the host")
    SHEET = "sheet", _("Entered from the paper list")
    OFFLINE = "offline", _("Scanned without network, sent later")
    REPAIR = "repair", _("Added afterwards")


class Within(TextChoices):
    """Was the phone at the place? Only this answer is kept, never the point."""

    YES = "yes", _("at the place")
    NO = "no", _("not at the place")
    UNKNOWN = "unknown", _("not asked or not answered")


class PresenceState(TextChoices):
    SURE = "sure", pgettext_lazy("presence", "Confirmed")
    PENDING = "pending", pgettext_lazy("presence", "The host is asked")
    DENIED = "denied", pgettext_lazy("presence", "Was not there")


class PhotoSide(TextChoices):
    BEFORE = "before", pgettext_lazy("photo of a gathering", "Before")
    AFTER = "after", pgettext_lazy("photo of a gathering", "After")


class PhotoConsent(TextChoices):
    """Why a photo may be shown. Whoever puts it there says so."""

    NOBODY = "nobody", _("Nobody can be recognised")
    AGREED = "agreed", _("All who can be recognised agreed")
    GUARDIANS = "guardians", _("Children are in it; their guardians agreed")
