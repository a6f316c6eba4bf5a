"""What is told about the charity hour of a week: that somebody was reminded, so that it happens once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..week_enums import HourStage, NudgeReason


class WeekNudge(Stamped):
    """The office above reminded a community, at most once a day. ``week`` is its Monday."""

    community = models.ForeignKey("places.Place", models.PROTECT, related_name="week_nudges")
    week = models.DateField(_("week"))
    on = models.DateField(_("day"))
    reason = models.CharField(max_length=10, choices=NudgeReason.choices)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reminder of the charity hour")
        constraints = [
            choices_check("reason", NudgeReason, "volunteering_nudge_reason_known"),
            models.UniqueConstraint(fields=["community", "on"], name="volunteering_one_nudge_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.on}"

    @property
    def stream(self) -> str:
        return f"charity-week/{self.community_id}"


class HourNotice(Stamped):
    """That leader and office were told of unconfirmed hours of a session: once before the end, and once at it."""

    session = models.ForeignKey("gatherings.Session", models.CASCADE, related_name="hour_notices")
    stage = models.CharField(max_length=6, choices=HourStage.choices)

    class Meta:
        verbose_name = _("notice of unconfirmed hours")
        constraints = [
            choices_check("stage", HourStage, "volunteering_notice_stage_known"),
            models.UniqueConstraint(fields=["session", "stage"], name="volunteering_one_notice_a_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.stage}"
