"""Who had to do with a case, round by round; and from whom it was taken back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import Part
from .case import Case


class CasePart(models.Model):
    """One person's part in one round of a case. There is one row at most, and a row once ``handled`` stays so:
    therefore nobody who handled a case verifies it, whoever handles it now."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    part = models.CharField(max_length=8, choices=Part.choices)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("part in a case")
        ordering = ("id",)
        constraints = [
            choices_check("part", Part, "cases_part_known"),
            models.UniqueConstraint(fields=["case", "round", "person"], name="cases_one_part_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id} {self.part}"


class Recall(models.Model):
    """A case that was taken back from a unit: all that the unit still sees of it, and why."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="recalls")
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=1000)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("recall")
        ordering = ("-id",)
        indexes = [models.Index(fields=["unit", "-at"], name="cases_recall_unit")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit_id}"
