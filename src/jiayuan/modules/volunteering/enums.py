"""States and kinds of volunteering, with their names."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CHARITY_HOUR = "charity_hour"
"""The kind of gathering."""


class PairingState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("pairing", "Proposed")
    AGREED = "agreed", pgettext_lazy("pairing", "Agreed")
    ENDED = "ended", pgettext_lazy("pairing", "Ended")


LIVE_PAIRINGS = (PairingState.PROPOSED, PairingState.AGREED)


class PairingSide(TextChoices):
    """Who proposed. Only the last two say who agrees: what the office above planned, either side may agree to."""

    ABOVE = "above", pgettext_lazy("side of a pairing", "The office above")
    COMMUNITY = "community", pgettext_lazy("side of a pairing", "The community")
    ORGANISATION = "organisation", pgettext_lazy("side of a pairing", "The organisation")


class PairingAction(TextChoices):
    AGREE = "agree", pgettext_lazy("pairing", "Agree")
    END = "end", pgettext_lazy("pairing", "End")


class PairingOrigin(TextChoices):
    BY_HAND = "hand", _("Proposed by hand")
    PLAN = "plan", _("From the plan of a season")
    IMPORT = "import", _("Brought in from a table")


class ItemKind(TextChoices):
    """The three lists 三张清单 of a year."""

    NEED = "need", pgettext_lazy("yearly list", "Need")
    RESOURCE = "resource", pgettext_lazy("yearly list", "Resource")
    PROJECT = "project", pgettext_lazy("yearly list", "Project")


class ItemState(TextChoices):
    OPEN = "open", pgettext_lazy("yearly list", "Open")
    MATCHED = "matched", pgettext_lazy("yearly list", "Matched")
    DONE = "done", pgettext_lazy("yearly list", "Done")


class PlanState(TextChoices):
    WAITING = "waiting", pgettext_lazy("plan", "Waiting")
    RUNNING = "running", pgettext_lazy("plan", "Being worked out")
    READY = "ready", pgettext_lazy("plan", "Ready")
    FAILED = "failed", pgettext_lazy("plan", "No plan")
    CANCELLED = "cancelled", pgettext_lazy("plan", "Stopped")
    ACCEPTED = "accepted", pgettext_lazy("plan", "Accepted")


class Slot(TextChoices):
    """When a volunteer usually has time."""

    WEEKDAY = "weekday", _("Weekdays by day")
    EVENING = "evening", _("Weekdays after work")
    WEEKEND = "weekend", _("Weekends")


class Speech(TextChoices):
    MANDARIN = "mandarin", _("Standard Chinese")
    DIALECT = "dialect", _("The local dialect")
    ENGLISH = "english", _("English")
    SIGN = "sign", _("Sign language")


class TeamPurpose(TextChoices):
    CIVIL = "civil", _("Tidy and civil streets")
    ELDERS = "elders", _("Visits to the elderly")
    SORTING = "sorting", _("Sorting of waste")
    SAFETY = "safety", _("Safety and emergencies")
    CULTURE = "culture", _("Culture and learning")
    SKILLED = "skilled", _("Work of a trade")


class AnswerKind(TextChoices):
    COMING = "coming", pgettext_lazy("muster", "I am coming")
    CANNOT = "cannot", pgettext_lazy("muster", "I cannot")


class HonourPurpose(TextChoices):
    """Each is agreed to by itself."""

    COMMUNITY = "community", _("On the board of my community")
    DISTRICT = "district", _("On the board of the district")
