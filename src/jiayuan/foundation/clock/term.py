"""How long something may take: an amount and a unit."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TermUnit(TextChoices):
    """The three clocks of GB/T 30428: around the clock for what is urgent, working time for the rest."""

    URGENT_HOURS = "urgent_hours", _("hours, around the clock")
    WORKING_HOURS = "working_hours", _("working hours")
    WORKING_DAYS = "working_days", _("working days")


@dataclass(frozen=True)
class Term:
    """``Term(2, TermUnit.WORKING_DAYS)``: two working days. ``amount`` is a positive whole number."""

    amount: int
    unit: TermUnit

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError("a term is at least one unit long")
