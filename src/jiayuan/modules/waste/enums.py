"""Streams of waste, and what an estate can lack."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Stream(TextChoices):
    """The four of every day, as GB/T 19095-2019 names them; then those that are fetched by appointment."""

    KITCHEN = "kitchen", pgettext_lazy("waste stream", "Kitchen waste")
    RECYCLABLE = "recyclable", pgettext_lazy("waste stream", "Recyclables")
    HAZARDOUS = "hazardous", pgettext_lazy("waste stream", "Hazardous waste")
    RESIDUAL = "residual", pgettext_lazy("waste stream", "Residual waste")
    BULKY = "bulky", pgettext_lazy("waste stream", "Bulky waste")
    RENOVATION = "renovation", pgettext_lazy("waste stream", "Renovation waste")
    TEXTILE = "textile", pgettext_lazy("waste stream", "Old clothes")
    BATTERY = "battery", pgettext_lazy("waste stream", "Batteries")


EVERYDAY = (Stream.KITCHEN, Stream.RECYCLABLE, Stream.HAZARDOUS, Stream.RESIDUAL)
"""What stands in bins at a drop point."""


class GapKind(TextChoices):
    """What an estate lacks on a day."""

    POINT = "point", pgettext_lazy("gap in waste sorting", "No drop point")
    BIN = "bin", pgettext_lazy("gap in waste sorting", "No bin")
    DAY = "day", pgettext_lazy("gap in waste sorting", "No collection day")
    HOURS = "hours", pgettext_lazy("gap in waste sorting", "Opening hours unknown")
    GUIDE = "guide", pgettext_lazy("gap in waste sorting", "No guide")


class PointState(TextChoices):
    """How a drop point stands for somebody who wants to bring something."""

    OPEN = "open", pgettext_lazy("drop point", "Open now")
    SHUT = "shut", pgettext_lazy("drop point", "Closed now")
    UNKNOWN = "unknown", pgettext_lazy("drop point", "Hours not known")
    ENDED = "ended", pgettext_lazy("drop point", "No longer there")
