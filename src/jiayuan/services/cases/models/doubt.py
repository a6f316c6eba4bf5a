"""Signs that a case was closed on paper only. They decide nothing: somebody looks, and says what it was."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..doubt_enums import DoubtKind, DoubtState
from ..enums import State
from .case import Case

SETTLED = (DoubtState.REAL, DoubtState.EXPLAINED)


class DoubtQuerySet(models.QuerySet["Doubt"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="case__place_id"))

    def visible_to(self, actor: Actor) -> Self:
        return self.within(*actor.reach.paths_for(*DESK_STAFF))

    def waiting(self) -> Self:
        """Of closings that stand or stood: what is still with the verifier is the verifier's."""
        closed = Q(case__state=State.CLOSED) | Q(round__lt=F("case__round"))
        return self.filter(closed, state=DoubtState.OPEN)


class Doubt(models.Model):
    """One sign in one round of a case. ``measured`` is what was found and what would have been usual; with it the
    sentence is spoken anew in the reader's language. ``unit`` is who had handed the round in."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="doubts")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(_("sign"), max_length=12, choices=DoubtKind.choices)
    measured = models.JSONField(default=dict)
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField(_("noticed at"))
    state = models.CharField(_("state"), max_length=12, choices=DoubtState.choices, default=DoubtState.OPEN)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = DoubtQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign to look twice")
        ordering = ("id",)
        constraints = [
            choices_check("kind", DoubtKind, "cases_doubt_kind_known"),
            choices_check("state", DoubtState, "cases_doubt_state_known"),
            models.UniqueConstraint(fields=["case", "round", "kind"], name="cases_one_doubt_a_kind"),
            models.CheckConstraint(
                condition=~Q(state__in=SETTLED)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""),
                name="cases_doubt_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], condition=Q(state=DoubtState.OPEN), name="cases_doubt_open"),
            models.Index(fields=["raised_at"], name="cases_doubt_raised"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def is_open(self) -> bool:
        return self.state == DoubtState.OPEN
