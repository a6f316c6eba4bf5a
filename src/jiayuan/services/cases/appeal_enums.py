"""Grounds and states of appeals of the lines of a month."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class AppealGround(TextChoices):
    """Why a line of a frozen month is held to be wrong."""

    TIMES = "times", pgettext_lazy("appeal", "The times are wrong")
    WAITED = "waited", pgettext_lazy("appeal", "We waited for a decision, or for another unit")
    BEYOND = "beyond", pgettext_lazy("appeal", "Beyond our power: weather, an outage, nobody let us in")
    NOT_OURS = "not_ours", pgettext_lazy("appeal", "It was not ours to do")
    RATING = "rating", pgettext_lazy("appeal", "The rating is about something else")


class AppealState(TextChoices):
    """An appeal that waits, or how it was decided."""

    WAITING = "waiting", pgettext_lazy("appeal", "Waiting for a decision")
    LEFT_OUT = "left_out", pgettext_lazy("appeal", "Upheld: out of the score")
    IN_TIME = "in_time", pgettext_lazy("appeal", "Upheld: counts as in time")
    LATE = "late", pgettext_lazy("appeal", "Upheld: counts as late")
    DECLINED = "declined", pgettext_lazy("appeal", "Declined")
