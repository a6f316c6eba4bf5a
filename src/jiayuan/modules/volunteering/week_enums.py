"""How far a community is with its charity hour of a week."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WeekStep(TextChoices):
    """Read from the gathering and the hours that follow from it, never kept."""

    NONE = "none", pgettext_lazy("charity hour week", "Nothing prepared")
    DRAFT = "draft", pgettext_lazy("charity hour week", "Being prepared")
    PUBLISHED = "published", pgettext_lazy("charity hour week", "Published")
    RUNNING = "running", pgettext_lazy("charity hour week", "Taking place")
    CLOSED = "closed", pgettext_lazy("charity hour week", "Over, not filed")
    FILED = "filed", pgettext_lazy("charity hour week", "Filed")
    OFF = "off", pgettext_lazy("charity hour week", "Called off")


ORDER = tuple(WeekStep)
FURTHEST = (
    WeekStep.NONE, WeekStep.OFF, WeekStep.DRAFT, WeekStep.PUBLISHED, WeekStep.RUNNING, WeekStep.FILED, WeekStep.CLOSED,
)  # fmt: skip
"""Which of several hours of a week says how far the community is: the last of these. A draft hides none that was
published, and one that is filed hides none whose hours are still due."""
UNPUBLISHED = (WeekStep.NONE, WeekStep.DRAFT, WeekStep.OFF)
"""Nobody can sign up this week."""


class NudgeReason(TextChoices):
    PUBLISH = "publish", _("to publish the charity hour")
    FILE = "file", _("to confirm the hours and file it")


class HourStage(TextChoices):
    """When the leader and the office are told of hours that nobody has confirmed."""

    SOON = "soon", pgettext_lazy("hours", "Shortly before the ten working days are over")
    OVER = "over", pgettext_lazy("hours", "The ten working days are over")
