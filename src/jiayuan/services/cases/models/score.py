"""What units and places are judged by: the inputs of a month, frozen, and what was corrected later beside them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.ledger.models.frozen import Frozen, FrozenQuerySet
from jiayuan.foundation.places.paths import inside

from ..score_enums import UNIT_ALONE, CorrectionKind, LineReason
from .case import Case
from .category import CategoryVersion
from .clockwork import StageRun


class ScoreMonthQuerySet(FrozenQuerySet["ScoreMonth"]):
    """Reads and inserts."""


class ScoreMonth(Frozen):
    """``month`` is its first day. ``digest`` is taken over all lines, and over the corrections of earlier months that
    came since the month before; the ledger holds it too."""

    month = models.DateField(_("month"), unique=True)
    frozen_at = models.DateTimeField(_("frozen at"))
    line_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    objects = ScoreMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen month")
        ordering = ("-month",)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def stream(self) -> str:
        return f"scores/{self.month:%Y-%m}"


class ScoreLineQuerySet(FrozenQuerySet["ScoreLine"]):
    def of(self, *, unit: int | None = None, path: str = "") -> Self:
        """Of a unit, or of a place: there only what its finisher did, once a closing, and no parts."""
        if unit is not None:
            return self.filter(unit_id=unit)
        return self.filter(inside([path], field="place_id")).exclude(why__in=UNIT_ALONE)


class ScoreLine(Frozen):
    """One unit's part in one closing of a case, and how those who followed it rated that round: ``rated`` of them,
    ``satisfied`` with four stars or five, ``stars`` all together. ``paused_minutes`` are those that were not counted,
    by the clock; ``is_late``: one of the unit's stretches ended after its time, with what was granted."""

    month = models.ForeignKey(ScoreMonth, models.PROTECT, related_name="lines")
    case = models.ForeignKey(Case, models.PROTECT, related_name="score_lines")
    round = models.PositiveSmallIntegerField()
    run = models.ForeignKey(StageRun, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    version = models.ForeignKey(CategoryVersion, models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"))
    due_at = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done"))
    closed_at = models.DateTimeField(_("closed at"))
    paused_minutes = models.PositiveIntegerField(default=0)
    extra_days = models.PositiveSmallIntegerField(default=0)
    is_late = models.BooleanField(_("late"))
    rated = models.PositiveSmallIntegerField(default=0)
    satisfied = models.PositiveSmallIntegerField(default=0)
    stars = models.PositiveSmallIntegerField(_("stars"), default=0)
    why = models.CharField(max_length=12, choices=LineReason.choices)

    objects = ScoreLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a month")
        ordering = ("id",)
        constraints = [
            choices_check("why", LineReason, "cases_line_reason_known"),
            models.UniqueConstraint(fields=["case", "round", "unit"], name="cases_one_line_a_closing"),
        ]
        indexes = [
            models.Index(fields=["month", "unit"], name="cases_line_unit"),
            models.Index(fields=["month", "place"], name="cases_line_place"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.round} {self.unit_id}"


class ScoreTotalQuerySet(FrozenQuerySet["ScoreTotal"]):
    """Reads and inserts."""


class ScoreTotal(Frozen):
    """The lines of a month added up, for a unit or for a place; so that no page reads them all."""

    month = models.ForeignKey(ScoreMonth, models.PROTECT, related_name="totals")
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    lines = models.PositiveIntegerField()
    timed = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField()
    rated = models.PositiveIntegerField()
    satisfied = models.PositiveIntegerField()
    stars = models.PositiveIntegerField()

    objects = ScoreTotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("sum of a month")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, place__isnull=False) | Q(unit__isnull=False, place=None),
                name="cases_total_of_one",
            ),
            models.UniqueConstraint(fields=["month", "unit"], name="cases_one_total_a_unit"),
            models.UniqueConstraint(fields=["month", "place"], name="cases_one_total_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.month_id} {self.unit_id or self.place_id}"


class ScoreCorrectionQuerySet(FrozenQuerySet["ScoreCorrection"]):
    """Reads and inserts."""


class ScoreCorrection(Frozen):
    """What a line is now, where that is not what was frozen. The latest counts; the line itself stays."""

    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=8, choices=CorrectionKind.choices)
    at = models.DateTimeField()
    is_late = models.BooleanField()
    rated = models.PositiveSmallIntegerField(default=0)
    satisfied = models.PositiveSmallIntegerField(default=0)
    stars = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=12, choices=LineReason.choices)

    objects = ScoreCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        ordering = ("id",)
        constraints = [choices_check("kind", CorrectionKind, "cases_correction_kind_known")]
        indexes = [models.Index(fields=["at"], name="cases_correction_at")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.kind}"
