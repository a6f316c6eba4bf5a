"""What the clock remembers, so that a restart forgets nothing."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DutyRunQuerySet(models.QuerySet["DutyRun"]):
    def free_to_run(self, moment: datetime) -> Self:
        """Due, and nobody is at it: not begun, ended, or its lease ran out because whoever began it died."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lt=moment), due_at__lte=moment)


class DutyRun(models.Model):
    """One row a duty. ``holder`` is the run that may write its end: a run that lost its lease finds another there."""

    name = models.CharField(_("duty"), max_length=60, primary_key=True)
    since = models.DateTimeField(_("known since"))
    due_at = models.DateTimeField(_("due"))
    leased_until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=32, blank=True)
    started_at = models.DateTimeField(_("last begun"), null=True, blank=True)
    finished_at = models.DateTimeField(_("last ended"), null=True, blank=True)
    ok_at = models.DateTimeField(_("last ended well"), null=True, blank=True)
    runs = models.PositiveBigIntegerField(_("runs"), default=0)
    failures = models.PositiveIntegerField(_("failures since it last ended well"), default=0)
    error = models.CharField(_("last error"), max_length=500, blank=True)

    objects = DutyRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")

    def __str__(self) -> str:
        return self.name


class TaskWorker(models.Model):
    """A process that works off background tasks, and when it last gave a sign of life."""

    name = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("worker")

    def __str__(self) -> str:
        return self.name
