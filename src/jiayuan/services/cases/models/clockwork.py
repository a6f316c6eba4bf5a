"""The deadlines of a case: one row for each stage it went through, and the pauses in it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.term import TermUnit
from jiayuan.foundation.common.models import choices_check

from ..enums import PauseKind, RequestKind, RequestState, Stage
from .case import Case


class StageRun(models.Model):
    """One stage of one case: from when, until when it was promised, and when it was done.

    ``amount`` and ``unit`` are the promise; ``extra_days`` are working days granted on top. ``counted_from`` lies
    before ``since`` where the run goes on with the time of an earlier one; the stretch between is one of its pauses.
    ``is_grace``: too little was left of the earlier time, and a small part of the promise was given instead.
    ``due_because`` is not stored: it is spoken anew in the reader's language from these fields.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    round = models.PositiveSmallIntegerField(default=1)
    responsible = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    counted_from = models.DateTimeField()
    is_grace = models.BooleanField(default=False)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=TermUnit.choices)
    extra_days = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

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

    def __str__(self) -> str:
        return f"{self.case_id} {self.stage}"


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


class Request(models.Model):
    """A unit asks to suspend, or for more time; the desk decides."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.PENDING)
    days = models.PositiveSmallIntegerField(_("working days"))
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request")
        ordering = ("id",)
        constraints = [
            choices_check("kind", RequestKind, "cases_request_kind_known"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=RequestState.PENDING), name="cases_one_pending_request"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="cases_request_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_state_display()}"
