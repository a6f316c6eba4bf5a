"""Visits of a special service, days on which somebody is away, and turns that are swapped."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..limits import REASON
from ..station_enums import TAKING_DAYS, TO_LOOK_AFTER, SwapState, VisitState
from .service import ServiceRecord
from .special import Recipient, SpecialService


class VisitQuerySet(models.QuerySet["Visit"]):
    def planned(self) -> Self:
        return self.filter(state=VisitState.PLANNED)

    def waiting(self) -> Self:
        """Of which there was no word, or where nobody was at home; and nobody has looked after it yet."""
        return self.filter(state__in=TO_LOOK_AFTER, settled_at=None)

    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="service__post__station__community_id"))


class Visit(Stamped):
    """One visit. ``person`` is who goes; None where nobody can yet. ``record`` counts it as help that was given."""

    service = models.ForeignKey(SpecialService, models.PROTECT, related_name="visits")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="visits")
    day = models.DateField(_("day"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="help_visits"
    )
    state = models.CharField(_("state"), max_length=8, choices=VisitState.choices, default=VisitState.PLANNED)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    words = models.CharField(_("note"), max_length=REASON, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(_("looked after at"), null=True, blank=True)
    record = models.OneToOneField(ServiceRecord, models.PROTECT, null=True, blank=True, related_name="visit")
    revision = models.PositiveIntegerField(default=1)
    """Counts who it was given to."""

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        ordering = ("day", "pk")
        constraints = [
            choices_check("state", VisitState, "help_visit_state_known"),
            models.UniqueConstraint(fields=["recipient", "day"], name="help_visited_once_a_day"),
            models.UniqueConstraint(
                fields=["person", "day"], condition=Q(state__in=TAKING_DAYS), name="help_visits_once_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.DONE)
                | Q(person__isnull=False, minutes__isnull=False, record__isnull=False),
                name="help_visit_done_is_counted",
            ),
            models.CheckConstraint(
                condition=Q(record=None) | Q(state=VisitState.DONE), name="help_visit_counts_if_done"
            ),
        ]
        indexes = [
            models.Index(fields=["service", "day"], name="help_visit_service_day"),
            models.Index(fields=["day"], condition=Q(state=VisitState.PLANNED), name="help_visit_planned"),
            models.Index(
                fields=["service"],
                condition=Q(state__in=TO_LOOK_AFTER, settled_at=None),
                name="help_visit_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.service_id}"

    @property
    def waits(self) -> bool:
        """Somebody of the community has to look after it."""
        return self.state in TO_LOOK_AFTER and self.settled_at is None


class Away(Stamped):
    """Days on which somebody cannot go anywhere; why is theirs."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first = models.DateField(_("from"))
    last = models.DateField(_("until"))

    class Meta:
        verbose_name = _("days away")
        ordering = ("first", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="help_away_in_order"),
            models.UniqueConstraint(fields=["person", "first", "last"], name="help_away_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.last}"


class Swap(Stamped):
    """``giver`` asks ``taker`` to go instead, in exchange for ``other`` or as a favour. It holds for the visit as it
    was given then: one yes for each ``revision``."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="swaps")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    other = models.ForeignKey(Visit, models.CASCADE, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=SwapState.choices, default=SwapState.ASKED)
    revision = models.PositiveIntegerField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("swap of a visit")
        ordering = ("pk",)
        constraints = [
            choices_check("state", SwapState, "help_swap_state_known"),
            models.UniqueConstraint(
                fields=["visit", "revision"], condition=Q(state=SwapState.AGREED), name="help_one_yes_a_visit"
            ),
            models.UniqueConstraint(
                fields=["visit", "taker"], condition=Q(state=SwapState.ASKED), name="help_asked_once"
            ),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="help_swap_of_two"),
        ]
        indexes = [models.Index(fields=["taker"], condition=Q(state=SwapState.ASKED), name="help_swap_taker")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.giver_id} {self.taker_id}"
