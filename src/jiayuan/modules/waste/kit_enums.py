"""Who takes a step of a kit."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class StepBy(TextChoices):
    COMMUNITY = "community", pgettext_lazy("who takes a step", "Community")
    STREET = "street", pgettext_lazy("who takes a step", "Street office")
    PROPERTY = "property", pgettext_lazy("who takes a step", "Property management")
    UNIT = "unit", pgettext_lazy("who takes a step", "Sanitation unit")
    VOLUNTEERS = "volunteers", pgettext_lazy("who takes a step", "Volunteers")
    RESIDENTS = "residents", pgettext_lazy("who takes a step", "Residents")
