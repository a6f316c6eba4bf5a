"""An appeal of one line of a frozen month: why it is held to be wrong, and what was decided."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..appeal_enums import AppealGround, AppealState
from .score import ScoreLine


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the places where this actor works, and of the units that they act for."""
        here = inside(actor.reach.paths_for(*DESK_STAFF), field="line__place_id")
        return self.filter(here | Q(line__unit__in=actor.reach.organisations()))

    def waiting(self) -> Self:
        return self.filter(state=AppealState.WAITING)


class Appeal(models.Model):
    """There is one a line. ``for_unit``: the unit appeals, else the desk of the place. ``for_district``: the street
    appeals, so the district decides. ``decide_by`` is when the decision is due, ``raised_at`` when the district was
    told that it is late. What an upheld appeal changes stands beside the line as a correction."""

    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="appeals")
    for_unit = models.BooleanField()
    for_district = models.BooleanField(default=False)
    ground = models.CharField(_("ground"), max_length=12, choices=AppealGround.choices)
    words = models.CharField(_("words"), max_length=500)
    photo = models.OneToOneField("evidence.Photo", models.PROTECT, null=True, related_name="appeal")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("appealed at"))
    decide_by = models.DateTimeField(_("to be decided by"))
    raised_at = models.DateTimeField(null=True)
    state = models.CharField(
        _("state"), max_length=12, choices=AppealState.choices, default=AppealState.WAITING
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        ordering = ("-id",)
        constraints = [
            choices_check("ground", AppealGround, "cases_appeal_ground_known"),
            choices_check("state", AppealState, "cases_appeal_state_known"),
            models.UniqueConstraint(fields=["line"], name="cases_one_appeal_a_line"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="cases_appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=AppealState.WAITING, decided_by=None, decided_at=None)
                | ~Q(state=AppealState.WAITING)
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(reason=""),
                name="cases_appeal_decided_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["decide_by"], condition=Q(state=AppealState.WAITING), name="cases_appeal_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state == AppealState.WAITING
