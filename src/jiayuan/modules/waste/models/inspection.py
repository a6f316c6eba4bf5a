"""A look at a drop point, and the second look where something was to be put right."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..limits import NOTE
from ..quality_enums import CheckItem, InspectionResult
from .dated import standing
from .point import DropPoint


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="point__estate_id"))

    def to_recheck(self) -> Self:
        """Something was to be put right, nobody has looked again, and the drop point is still there."""
        there = standing(today(), at="point__", first="opened_on", last="closed_on")
        return self.filter(there, result=InspectionResult.WANTING, recheck=None)


class Inspection(Stamped):
    """``wanting``: codes of :class:`..quality_enums.CheckItem`; the others were in order. It speaks of a place, and
    names nobody who brought anything."""

    point = models.ForeignKey(DropPoint, models.PROTECT, related_name="inspections")
    at = models.DateTimeField(_("looked at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    result = models.CharField(_("result"), max_length=8, choices=InspectionResult.choices)
    wanting = models.JSONField(_("to be put right"), default=list, blank=True)
    note = models.CharField(_("what to know about it"), max_length=NOTE, blank=True)
    photo = models.ForeignKey(
        "evidence.Photo", models.PROTECT, null=True, blank=True, related_name="waste_inspections"
    )
    due_on = models.DateField(_("put right by"), null=True, blank=True)
    rechecks = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recheck",
        verbose_name=_("looks again after"),
    )
    nonce = models.CharField(max_length=64, null=True, unique=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection of a drop point")
        ordering = ("-at", "-pk")
        constraints = [
            choices_check("result", InspectionResult, "waste_inspection_result_known"),
            models.CheckConstraint(
                condition=Q(result=InspectionResult.FINE, due_on=None)
                | Q(result=InspectionResult.WANTING, due_on__isnull=False, photo__isnull=False),
                name="waste_inspection_wanting_has_day_and_photo",
            ),
        ]
        indexes = [models.Index(fields=["point", "-at"], name="waste_inspection_of_a_point")]

    def __str__(self) -> str:
        return f"{self.point_id} {self.at:%Y-%m-%d}"

    @property
    def wanting_labels(self) -> list[str]:
        return [str(CheckItem(each).label) for each in self.wanting]
