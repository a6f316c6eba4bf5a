"""A plan of a season: what the engine was asked, what it answered, what was accepted."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import PlanState
from .pairing import Season


class SeasonPlanQuerySet(models.QuerySet["SeasonPlan"]):
    def visible_to(self, actor: Actor) -> Self:
        """The offices above the communities that are planned for."""
        return self.filter(inside(actor.reach.paths_for(*OFFICERS), field="place_id"))


class SeasonPlan(Stamped):
    """``instance`` and ``result`` are as ``jiayuan plan pairing`` reads and writes them. ``base``: this asks what would
    be different from that plan."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="plans")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="variants")
    state = models.CharField(_("state"), max_length=10, choices=PlanState.choices, default=PlanState.WAITING)
    seconds = models.PositiveSmallIntegerField(_("time to look"), default=30)
    instance = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = SeasonPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of a season")
        ordering = ("-pk",)
        constraints = [choices_check("state", PlanState, "volunteering_plan_state_known")]

    def __str__(self) -> str:
        return f"plan/{self.pk}"

    @property
    def stream(self) -> str:
        return f"season-plan/{self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state in (PlanState.WAITING, PlanState.RUNNING)

    def changes(self) -> dict[str, Any]:
        """What was asked to be otherwise than in ``base``: the pairs fixed and forbidden on top."""
        if self.base is None:
            return {}
        return {
            name: [
                each for each in self.instance.get(name, []) if each not in self.base.instance.get(name, [])
            ]
            for name in ("fixed", "forbidden")
        }
