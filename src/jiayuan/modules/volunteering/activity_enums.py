"""What is done in a charity hour, and what it is measured in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Measure(TextChoices):
    """Whole numbers, each with its unit."""

    BAGS = "bags", _("bags of litter")
    METRES = "metres", _("metres of road or stairway")
    ADS = "ads", _("small ads taken off")
    VEHICLES = "vehicles", _("vehicles put straight")
    BINS = "bins", _("bins stood at")
    HOUSEHOLDS = "households", _("households visited")
