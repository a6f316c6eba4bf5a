"""Teams of volunteers, and calling them together in an emergency."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import AnswerKind, TeamPurpose
from .volunteer import Volunteer


class TeamQuerySet(models.QuerySet["Team"]):
    def active(self) -> Self:
        return self.filter(ended_on=None)

    def visible_to(self, actor: Actor) -> Self:
        """Those of the places where this actor works, those they lead, and those they are in."""
        here = inside(actor.reach.paths_for(*DESK_STAFF), field="place_id")
        if actor.pk is None:
            return self.none()
        member = TeamMember.objects.current().filter(volunteer__person_id=actor.pk).values("team")
        return self.filter(here | Q(leader__person_id=actor.pk) | Q(pk__in=member))


class Team(Stamped):
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="teams")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="teams"
    )
    leader = models.ForeignKey(Volunteer, models.PROTECT, null=True, blank=True, related_name="leads")
    purpose = models.CharField(_("purpose"), max_length=10, choices=TeamPurpose.choices)
    ended_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        ordering = ("place_id", "pk")
        constraints = [
            choices_check("purpose", TeamPurpose, "volunteering_team_purpose_known"),
            models.UniqueConstraint(
                fields=["name", "place"], condition=Q(ended_on=None), name="volunteering_one_team_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name if (get_language() or "zh").startswith("zh") or not self.name_en else self.name_en

    @property
    def stream(self) -> str:
        return f"team/{self.pk}"


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def current(self) -> Self:
        return self.filter(until=None)


class TeamMember(models.Model):
    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="memberships")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a team")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["team", "volunteer"], condition=Q(until=None), name="volunteering_member_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="volunteering_member_until_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.volunteer_id}"


class MusterCallQuerySet(models.QuerySet["MusterCall"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """The desk of the place, who leads the team, and who was called."""
        if actor.pk is None:
            return self.none()
        here = inside(actor.reach.paths_for(*DESK_STAFF), field="place_id")
        called = MusterAnswer.objects.filter(volunteer__person_id=actor.pk).values("call")
        return self.filter(here | Q(team__leader__person_id=actor.pk) | Q(pk__in=called))


class MusterCall(Stamped):
    """Calls a team, or all volunteers of a place where ``team`` is None."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="musters")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="musters")
    words = models.CharField(pgettext_lazy("team", "what for"), max_length=200)
    meet_at = models.CharField(_("where to meet"), max_length=80)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    nonce = models.CharField(max_length=64, null=True, unique=True)

    objects = MusterCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("muster")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=Q(closed_at=None), name="volunteering_one_open_muster_a_team"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def stream(self) -> str:
        return f"muster/{self.pk}"


class MusterAnswer(models.Model):
    """One a volunteer called; ``answer`` is empty until they say."""

    call = models.ForeignKey(MusterCall, models.PROTECT, related_name="answers")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="musters")
    answer = models.CharField(max_length=8, choices=AnswerKind.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("answer to a muster")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["call", "volunteer"], name="volunteering_called_once"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.volunteer_id} {self.answer}"
