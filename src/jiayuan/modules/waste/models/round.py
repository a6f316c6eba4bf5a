"""Rounds of a day and their stops. No position of anybody is kept, only when a stop was ended."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.common.source import entered_at
from jiayuan.foundation.places.paths import inside

from ..enums import Stream
from ..round_enums import LIVE_ROUNDS, PRESUMED, TAKING_STOPS, RoundState, StopReason, StopState
from .fleet import Crew, Site, Vehicle
from .serving import CollectionDay

_NOT_SERVED = (StopState.REFUSED, StopState.MISSED)


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, actor: Actor) -> Self:
        """The operator sees its own."""
        return self.filter(operator__in=actor.reach.organisations(Role.UNIT_OFFICER))

    def driven_by(self, actor: Actor) -> Self:
        """A driver's own of today, and the next day's: never what was driven before. Where something comes that was
        kept on the phone, of the day on which it was entered too, if that was lately: a phone's clock may be wrong."""
        return self._lately(actor).filter(driver_id=actor.pk or 0)

    def entered_by(self, actor: Actor) -> Self:
        """Of which something may come from this driver: also what another drives since, if it was entered before."""
        passed_on = Handover.objects.filter(driver_id=actor.pk or 0, at__gt=entered_at() or now())
        return self._lately(actor).filter(Q(driver_id=actor.pk or 0) | Q(pk__in=passed_on.values("round")))

    def _lately(self, actor: Actor) -> Self:
        first = max(local(entered_at() or now()).date(), today() - SENT_LATE)
        ours = self.filter(operator__in=actor.reach.organisations(Role.DRIVER))
        return ours.filter(day__range=(first, today() + timedelta(days=1)))

    def live(self) -> Self:
        return self.filter(state__in=LIVE_ROUNDS)


SENT_LATE = timedelta(days=3)
"""So long a phone may have been without network."""


class Round(Stamped):
    """What a vehicle does in one shift of a day. ``crew``: whose shift it is; for a day another may be its driver.
    ``charges``: after which trip it is charged, where and from when to when, as the plan has it."""

    operator = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="waste_rounds")
    day = models.DateField(_("day"))
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="rounds")
    driver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="waste_rounds")
    crew = models.ForeignKey(Crew, models.PROTECT, null=True, blank=True, related_name="rounds")
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    state = models.CharField(
        _("state"), max_length=12, choices=RoundState.choices, default=RoundState.PLANNED
    )
    started_at = models.DateTimeField(_("set out at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    charges = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        ordering = ("day", "starts_at", "pk")
        constraints = [
            choices_check("state", RoundState, "waste_round_state_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="waste_round_in_order"),
            models.CheckConstraint(
                condition=~Q(state__in=LIVE_ROUNDS) | Q(ended_at=None), name="waste_live_round_is_not_over"
            ),
            models.UniqueConstraint(
                fields=["vehicle", "day", "starts_at"],
                condition=~Q(state=RoundState.CALLED_OFF),
                name="waste_one_round_a_shift",
            ),
            models.UniqueConstraint(
                fields=["driver", "day", "starts_at"],
                condition=Q(state__in=LIVE_ROUNDS),
                name="waste_one_round_a_driver",
            ),
        ]
        indexes = [models.Index(fields=["operator", "day"], name="waste_round_of_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.starts_at:%H:%M}"

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"waste-round/{self.pk}"

    def hand_over(self, person: Any) -> None:
        """To drive it from now on. Not saved."""
        if self.pk and self.driver_id != person.pk:
            Handover.objects.create(round=self, driver_id=self.driver_id)
        self.driver = person

    def was_driven_by(self, person: int, moment: datetime) -> bool:
        """By ``moment``. One query where somebody else drives it now."""
        return person == self.driver_id or self.handovers.filter(driver=person, at__gt=moment).exists()


class Handover(models.Model):
    """Who drove a round until another took it over: what they had entered by then, and comes later, is taken still."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="handovers")
    driver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("handed over at"), default=now)

    class Meta:
        verbose_name = _("handover of a round")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.round_id} {self.at:%H:%M}"


class RoundStopQuerySet(models.QuerySet["RoundStop"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="estate_id"))

    def visible_to(self, actor: Actor) -> Self:
        """The operator's own; and for the desk those of its places."""
        paths = actor.reach.paths_for(*DESK_STAFF)
        ours = Q(round__operator__in=actor.reach.organisations(Role.UNIT_OFFICER))
        return self.filter(ours | inside(paths, field="estate_id"))

    def taking(self) -> Self:
        """Those that stand for a collection, whatever came of it."""
        return self.filter(state__in=TAKING_STOPS)


class RoundStop(Stamped):
    """An estate's bins of one stream. ``part``: an estate that is called at twice a day, or whose load no truck takes
    at once, has several. ``call`` is the collection that it stands for, and ``share`` how much of that load it takes,
    in thousandths: so that what no stop takes can be planned later. ``holds_kg`` is what its vehicle holds, beside the
    weight so that the database compares them. ``instead_of``: the stop that was
    moved here. ``desk``: who of the unit entered what came of it in the driver's place.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="stops")
    estate = models.ForeignKey("places.Place", models.PROTECT, related_name="waste_stops")
    stream = models.CharField(pgettext_lazy("waste", "stream"), max_length=12, choices=Stream.choices)
    day = models.DateField(_("day"))
    part = models.PositiveSmallIntegerField(_("part"), default=1)
    call = models.ForeignKey(CollectionDay, models.PROTECT, null=True, blank=True, related_name="stops")
    share = models.PositiveSmallIntegerField(default=1_000)
    trip = models.PositiveSmallIntegerField(_("trip"))
    position = models.PositiveSmallIntegerField(_("position"))
    site = models.ForeignKey(Site, models.PROTECT, related_name="stops")
    expected_at = models.DateTimeField(_("expected at"))
    expected_kg = models.DecimalField(_("expected (kg)"), max_digits=6, decimal_places=1)
    holds_kg = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=8, choices=StopState.choices, default=StopState.WAITING)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    kg = models.DecimalField(_("weight (kg)"), max_digits=6, decimal_places=1, null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=StopReason.choices, blank=True)
    photo = models.ForeignKey(
        "evidence.Photo", models.PROTECT, null=True, blank=True, related_name="waste_stops"
    )
    instead_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="in_its_place")
    desk = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    nonce = models.CharField(max_length=64, null=True, unique=True)
    is_open_to_unit = False
    """Can the unit enter what came of it? Set where it is shown: no column."""

    objects = RoundStopQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop of a round")
        ordering = ("round_id", "trip", "position", "pk")
        constraints = [
            choices_check("state", StopState, "waste_stop_state_known"),
            choices_check("stream", Stream, "waste_stop_stream_known"),
            models.CheckConstraint(
                condition=Q(state=StopState.DONE, kg__isnull=False, kg__gt=0, kg__lte=F("holds_kg"))
                | (~Q(state=StopState.DONE) & Q(kg=None)),
                name="waste_stop_weighs_when_done",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_NOT_SERVED) ^ Q(reason=""), name="waste_stop_not_served_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state=StopState.WAITING) ^ Q(ended_at__isnull=False), name="waste_stop_ended_when"
            ),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=1_000), name="waste_stop_takes_a_share"
            ),
            models.CheckConstraint(condition=Q(expected_kg__gte=0), name="waste_stop_expects_something"),
            models.UniqueConstraint(
                fields=["estate", "stream", "day", "part"],
                condition=Q(state__in=TAKING_STOPS),
                name="waste_one_stop_a_collection",
            ),
        ]
        indexes = [
            models.Index(fields=["day", "estate"], name="waste_stop_of_an_estate"),
            models.Index(fields=["estate", "stream", "-day"], name="waste_stop_weights"),
        ]

    def __str__(self) -> str:
        return f"{self.estate_id} {self.stream} {self.day}"

    @property
    def is_presumed(self) -> bool:
        """Missed, as far as anybody knows who was not there."""
        return self.state == StopState.MISSED and self.reason in PRESUMED
