"""Members of a party branch report to the community where they live 在职党员报到."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.places.paths import inside

from .pairing import PARTNER_ROLES
from .skill import Skill


class BranchReportQuerySet(models.QuerySet["BranchReport"]):
    def live(self) -> Self:
        return self.filter(until=None)

    def visible_to(self, actor: Actor) -> Self:
        """One's own, those of one's places, and those of one's branch."""
        here = inside(actor.reach.paths_for(*DESK_STAFF), field="community_id")
        own = Q(person_id=actor.pk, person__isnull=False)
        return self.filter(here | own | Q(branch_id__in=actor.reach.organisations(*PARTNER_ROLES)))


class BranchReport(Stamped):
    """``consent``: the branch entered it for the member."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="branch_reports", verbose_name=_("person")
    )
    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="members_reported")
    community = models.ForeignKey("places.Place", models.PROTECT, related_name="members_reported")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="+")
    consent = models.ForeignKey("people.Consent", models.PROTECT, null=True, blank=True, related_name="+")

    objects = BranchReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("member reported to a community")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until=None), name="volunteering_one_live_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} – {self.community_id}"

    @property
    def stream(self) -> str:
        return f"branch-report/{self.pk}"
