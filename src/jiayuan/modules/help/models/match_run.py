"""All open wishes of a place, matched at once: what came out, for a week and no longer."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS, Role
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import WORKING_RUNS, RunState
from .station import Post
from .wish import Wish


class MatchRunQuerySet(models.QuerySet["MatchRun"]):
    def visible_to(self, actor: Actor) -> Self:
        """The desk of the place, and the offices above it."""
        return self.filter(inside(actor.reach.paths_for(Role.COMMUNITY_WORKER, *OFFICERS), field="place_id"))

    def working(self) -> Self:
        return self.filter(state__in=WORKING_RUNS)


class MatchRun(Stamped):
    """``best`` is the best so far and ``nearest`` what nearest first would do: shares and metres, no person."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    wishes = models.PositiveIntegerField(_("wishes"), default=0)
    helpers = models.PositiveIntegerField(_("helpers"), default=0)
    awaited = models.PositiveIntegerField(_("waiting for an answer"), default=0)
    best = models.JSONField(default=dict)
    nearest = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = MatchRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("wishes matched at once")
        ordering = ("-pk",)
        constraints = [
            choices_check("state", RunState, "help_run_state_known"),
            models.UniqueConstraint(
                fields=["place"], condition=Q(state__in=WORKING_RUNS), name="help_one_run_at_work"
            ),
        ]

    def __str__(self) -> str:
        return f"run/{self.pk}"

    @property
    def stream(self) -> str:
        return f"match-run/{self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state in WORKING_RUNS


class MatchLine(models.Model):
    """One helper for one wish and why, or why nobody (``reason``). ``parts`` in metres, as the engine says them."""

    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="lines")
    wish = models.ForeignKey(Wish, models.CASCADE, related_name="match_lines")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    metres = models.PositiveIntegerField(_("metres"), default=0)
    starts_at = models.DateTimeField(_("has time from"), null=True)
    parts = models.JSONField(default=dict)
    instead = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    extra = models.IntegerField(_("metres more"), default=0)
    reason = models.CharField(max_length=16, blank=True)
    fell = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("proposal of a run")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["run", "wish", "person"], name="help_line_once"),
            models.CheckConstraint(
                condition=Q(person=None, post=None) ^ Q(reason=""), name="help_line_somebody_or_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.wish_id}"
