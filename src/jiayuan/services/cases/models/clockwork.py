"""The deadlines of a case: one row for each stage it went through, and the pauses in it."""

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.term import TermUnit
from jiayuan.foundation.common.models import choices_check

from ..enums import PauseKind, Stage
from .case import Case


class StageRun(models.Model):
    """One stage of one case: from when, until when it was promised, and when it was done.

    ``amount`` and ``unit`` are the promise; ``extra_days`` are working days granted on top. ``counted_from`` lies
    before ``since`` where the run goes on with the time of an earlier one; the stretch between is one of its pauses.
    ``counts`` is False for the time of a unit whose dispute was upheld: it was never its own.
    ``is_grace``: too little was left of the earlier time, and a small part of the promise was given instead.
    ``due_because`` is not stored: it is spoken anew in the reader's language from these fields.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    round = models.PositiveSmallIntegerField(default=1)
    responsible = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    counted_from = models.DateTimeField()
    counts = models.BooleanField(default=True)
    is_grace = models.BooleanField(default=False)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=TermUnit.choices)
    extra_days = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    known_pauses: "list[Pause] | None" = None
    """Its pauses, where they were read along with many runs (``domain.queries``)."""

    class Meta:
        verbose_name = _("stage")
        ordering = ("id",)
        constraints = [
            choices_check("stage", Stage, "cases_stage_known"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="cases_one_running_stage"
            ),
            models.CheckConstraint(
                condition=Q(counted_from__lte=F("since")), name="cases_counted_before_it_runs"
            ),
        ]
        indexes = [
            # The closings of a month, for what units and places are judged by.
            models.Index(fields=["ended_at"], condition=Q(stage=Stage.CLOSING), name="cases_closing_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stage}"

    @property
    def its_pauses(self) -> "Sequence[Pause]":
        """In their order; without a query where they were read along."""
        return list(self.pauses.all()) if self.known_pauses is None else self.known_pauses


class Pause(models.Model):
    """A stretch in which the clock of a stage stands still: an approved suspension, or a time in which the case was
    not with the unit. ``planned_until`` is when an open suspension ends by itself, ``reason`` why it was asked for."""

    run = models.ForeignKey(StageRun, models.CASCADE, related_name="pauses")
    kind = models.CharField(max_length=12, choices=PauseKind.choices, default=PauseKind.SUSPENSION)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    planned_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("pause")
        ordering = ("since",)
        constraints = [
            choices_check("kind", PauseKind, "cases_pause_kind_known"),
            models.UniqueConstraint(fields=["run"], condition=Q(until=None), name="cases_one_open_pause"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="cases_pause_ends_after_start"
            ),
            models.CheckConstraint(
                # An unknown end would pass a bare comparison.
                condition=~Q(kind=PauseKind.SUSPENSION, until=None)
                | Q(planned_until__isnull=False, planned_until__gte=F("since")),
                name="cases_suspension_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["planned_until"], condition=Q(until=None), name="cases_pause_open"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.since}"
