"""A plan of the days on which an operator collects: asked for, worked out in the background, accepted or put aside."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..enums import Stream
from ..limits import AT_WORK
from ..round_enums import WORKING_PLANS, Keeping, PlanState


class WeekPlanQuerySet(models.QuerySet["WeekPlan"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(operator__in=actor.reach.organisations(Role.UNIT_OFFICER))

    def working(self) -> Self:
        return self.filter(state__in=WORKING_PLANS)


class WeekPlan(Stamped):
    """``week``: the Monday of the week that it was drawn for. ``stream``: empty for all. ``times``: by key of a row of
    collection days, how many collections a week were asked for where they are others than now. ``drawn`` holds the
    lines, the days and what was left out; ``skipped`` the lines that keep their days. ``since``: from when it holds."""

    operator = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="waste_week_plans"
    )
    week = models.DateField(_("week from"))
    stream = models.CharField(
        pgettext_lazy("waste", "stream"), max_length=12, choices=Stream.choices, blank=True
    )
    keeping = models.CharField(_("days change"), max_length=5, choices=Keeping.choices, default=Keeping.CLEAR)
    times = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=PlanState.choices, default=PlanState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn = models.JSONField(default=dict)
    skipped = models.JSONField(default=list, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = WeekPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("weekly plan of collection")
        ordering = ("-pk",)
        constraints = [
            choices_check("state", PlanState, "waste_week_plan_state_known"),
            choices_check("keeping", Keeping, "waste_week_plan_keeping_known"),
            models.CheckConstraint(
                condition=Q(stream="") | Q(stream__in=Stream.values), name="waste_week_plan_stream_known"
            ),
            models.CheckConstraint(
                condition=(Q(state=PlanState.ACCEPTED) & Q(since__isnull=False))
                | (~Q(state=PlanState.ACCEPTED) & Q(since=None)),
                name="waste_week_plan_accepted_from_a_day",
            ),
            models.UniqueConstraint(
                fields=["operator"], condition=Q(state__in=WORKING_PLANS), name="waste_one_week_plan_at_work"
            ),
        ]

    def __str__(self) -> str:
        return f"week/{self.pk}"

    @property
    def ledger(self) -> str:
        """Its ledger stream."""
        return f"waste-week/{self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state in WORKING_PLANS

    @property
    def is_given_up(self) -> bool:
        """It should have been ready long ago: whoever was at it died, and nobody takes it up."""
        return self.is_working and self.updated_at < now() - AT_WORK

    @property
    def lines(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.drawn.get("lines", [])
        return found

    @property
    def changes(self) -> list[dict[str, Any]]:
        """Lines whose days would be others."""
        return [each for each in self.lines if each["days"] != each["now"]]
