"""What is done in a charity hour, and what it is measured in."""

from typing import Any

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


ASKED: dict[Measure, Any] = {
    Measure.BAGS: _("Litter, in bags"),
    Measure.METRES: _("Road or stairway cleaned, in metres"),
    Measure.ADS: _("Small ads taken off, how many"),
    Measure.VEHICLES: _("Vehicles put straight, how many"),
    Measure.BINS: _("Bins you stood at, how many"),
    Measure.HOUSEHOLDS: _("Households you visited, how many"),
}
"""How one is asked for the number."""
