"""How long forms take and how much of them is typed, as counts and nothing else."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.models import choices_check

DISTRICT, STREET = 6, 9


class Measure(models.TextChoices):
    SECONDS = "seconds", _("seconds from opened to saved")
    BY_HAND = "by_hand", _("fields filled by hand")
    GIVEN = "given", _("fields that were filled already")


class EffortQuerySet(models.QuerySet["Effort"]):
    def within(self, path: str) -> Self:
        """A street, or a district with all its streets."""
        return self.filter(path__startswith=path)


class Effort(models.Model):
    """So many forms of a task in a street and a month stood in this step of this measure.

    No person, session, moment, community or single form: the measures of one form cannot be put together again.
    """

    task = models.CharField(_("task"), max_length=40)
    path = models.CharField(_("street or district"), max_length=STREET)
    month = models.DateField(_("month"))
    measure = models.CharField(_("measure"), max_length=8, choices=Measure.choices)
    step = models.PositiveSmallIntegerField(pgettext_lazy("of a histogram", "step"))
    entries = models.PositiveIntegerField(_("entries"))

    objects = EffortQuerySet.as_manager()

    class Meta:
        verbose_name = _("effort of a task")
        constraints = [
            models.UniqueConstraint(
                fields=["path", "month", "task", "measure", "step"], name="burden_one_count_a_step"
            ),
            choices_check("measure", Measure, "burden_measure_known"),
            models.CheckConstraint(condition=Q(month__day=1), name="burden_month_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.path} {self.month:%Y-%m} {self.measure} {self.step}: {self.entries}"
