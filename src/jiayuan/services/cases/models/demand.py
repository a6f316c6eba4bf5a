"""Demands that cannot reasonably be met: found by two, kept out of the scores of units and places."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import DemandGround, MarkState
from .case import Case

LIVE_MARKS = (MarkState.PROPOSED, MarkState.CONFIRMED)


class DemandMarkQuerySet(models.QuerySet["DemandMark"]):
    def in_force(self, moment: datetime | None = None) -> Self:
        """Those with both signatures now, or at an earlier moment."""
        if moment is None:
            return self.filter(state=MarkState.CONFIRMED)
        signed = self.filter(state__in=[MarkState.CONFIRMED, MarkState.LIFTED], decided_at__lte=moment)
        return signed.filter(Q(lifted_at=None) | Q(lifted_at__gt=moment))


class DemandMark(models.Model):
    """That what a case demands cannot be met, on a named ground. It is said of the case and of nobody.

    One person proposes, another of the office above decides. The reporter may ask the district once for a second look,
    by somebody who has not signed. ``answer`` is what the reporter reads beside the ground.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="marks")
    ground = models.CharField(_("ground"), max_length=16, choices=DemandGround.choices)
    words = models.CharField(_("reason"), max_length=1000)
    state = models.CharField(max_length=12, choices=MarkState.choices, default=MarkState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer to the reporter"), max_length=1000, blank=True)
    look_asked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    objects = DemandMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("demand that cannot be met")
        ordering = ("id",)
        constraints = [
            choices_check("ground", DemandGround, "cases_mark_ground_known"),
            choices_check("state", MarkState, "cases_mark_state_known"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=LIVE_MARKS), name="cases_one_live_mark"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="cases_mark_signed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MarkState.CONFIRMED, MarkState.LIFTED])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="cases_mark_has_two_signatures",
            ),
            models.CheckConstraint(
                condition=Q(looked_by=None) | ~Q(looked_by=F("proposed_by")) & ~Q(looked_by=F("decided_by")),
                name="cases_mark_looked_at_by_a_third",
            ),
        ]
        indexes = [models.Index(fields=["state", "case"], name="cases_mark_state")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.ground}"
