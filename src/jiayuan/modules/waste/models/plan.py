"""A plan of a day's rounds: asked for in a request, worked out in the background, looked at, accepted or put aside."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..limits import AT_WORK
from ..round_enums import WORKING_PLANS, PlanState


class RoundPlanQuerySet(models.QuerySet["RoundPlan"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(operator__in=actor.reach.organisations(Role.UNIT_OFFICER))

    def working(self) -> Self:
        return self.filter(state__in=WORKING_PLANS)


class RoundPlan(Stamped):
    """``drawn`` holds the rounds, what was left out and why, and the planner's notes; ``seen`` how the day stood when
    it was drawn, so that nobody accepts a plan for a day that has changed."""

    operator = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="waste_plans")
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=8, choices=PlanState.choices, default=PlanState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn = models.JSONField(default=dict)
    seen = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RoundPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of rounds")
        ordering = ("-pk",)
        constraints = [
            choices_check("state", PlanState, "waste_plan_state_known"),
            models.UniqueConstraint(
                fields=["operator", "day"],
                condition=Q(state__in=WORKING_PLANS),
                name="waste_one_plan_at_work",
            ),
        ]

    def __str__(self) -> str:
        return f"plan/{self.pk}"

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"waste-plan/{self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state in WORKING_PLANS

    @property
    def is_given_up(self) -> bool:
        """It should have been ready long ago: whoever was at it died, and nobody takes it up."""
        return self.is_working and self.updated_at < now() - AT_WORK
