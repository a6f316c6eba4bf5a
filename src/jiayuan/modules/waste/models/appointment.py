"""Hours in which a unit comes to a place for what no bin takes, and who asked it to come."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import ancestors

from ..appointment_enums import STANDING, AppointmentState, HoursState
from ..enums import Stream
from ..limits import ADDRESS, CONTACT, ITEMS, PIECES, SEATS


class PickupHoursQuerySet(models.QuerySet["PickupHours"]):
    def serving(self, path: str) -> Self:
        """Those of the estate, or of what it lies in."""
        return self.filter(place_id__in=[*ancestors(path), path])

    def ahead(self) -> Self:
        """From tomorrow on: today's truck is loaded already."""
        return self.filter(day__gt=today())

    def free(self) -> Self:
        """With a place left, and not withdrawn."""
        return self.filter(state=HoursState.OPEN, taken__lt=F("capacity"))


class PickupHours(Stamped):
    """``taken`` of ``capacity`` appointments. ``place``: an estate, or the community or street that it serves."""

    operator = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="pickup_hours")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="pickup_hours")
    waste = models.CharField(_("kind of waste"), max_length=12, choices=Stream.choices)
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    capacity = models.PositiveSmallIntegerField(_("appointments at most"))
    taken = models.PositiveSmallIntegerField(_("appointments taken"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=HoursState.choices, default=HoursState.OPEN)

    objects = PickupHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("hours for appointments")
        ordering = ("day", "starts_at", "pk")
        constraints = [
            choices_check("waste", Stream, "waste_pickup_hours_stream_known"),
            models.CheckConstraint(
                condition=Q(capacity__gte=SEATS[0], capacity__lte=SEATS[1]),
                name="waste_pickup_hours_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="waste_pickup_hours_not_overbooked"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="waste_pickup_hours_in_order"
            ),
            choices_check("state", HoursState, "waste_pickup_hours_state_known"),
            models.CheckConstraint(
                condition=~Q(state=HoursState.WITHDRAWN) | Q(taken=0),
                name="waste_withdrawn_hours_hold_nobody",
            ),
            models.UniqueConstraint(
                fields=["operator", "place", "waste", "day", "starts_at"],
                condition=~Q(state=HoursState.WITHDRAWN),
                name="waste_pickup_hours_once",
            ),
        ]
        indexes = [models.Index(fields=["place", "waste", "day"], name="waste_pickup_hours_near")]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"waste-hours/{self.pk}"

    @property
    def has_begun(self) -> bool:
        here = local(now())
        return (here.date(), here.time()) >= (self.day, self.starts_at)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def booked(self) -> Self:
        return self.filter(state=AppointmentState.BOOKED)

    def standing(self) -> Self:
        """Booked, or waiting for other hours."""
        return self.filter(state__in=STANDING)

    def visible_to(self, actor: Actor) -> Self:
        """One's own, by account or by the link; and those that one's unit fetches."""
        condition = Q(token_hash__in=actor.tokens)
        condition |= Q(hours__operator__in=actor.reach.organisations(Role.UNIT_OFFICER))
        if actor.person is not None:
            condition |= Q(person_id=actor.pk)
        return self.filter(condition)

    def own(self, actor: Actor) -> Self:
        condition = Q(token_hash__in=actor.tokens)
        if actor.person is not None:
            condition |= Q(person_id=actor.pk)
        return self.filter(condition)


class Appointment(Stamped):
    """Once it is over, neither what stood where nor how to reach anybody is kept."""

    hours = models.ForeignKey(PickupHours, models.PROTECT, related_name="appointments")
    estate = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    items = models.CharField(_("what is to be fetched"), max_length=ITEMS, blank=True)
    pieces = models.PositiveSmallIntegerField(_("pieces or bags"))
    address = models.CharField(_("where it stands"), max_length=ADDRESS, blank=True)
    contact_name = models.CharField(_("name"), max_length=CONTACT, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=20, blank=True)
    photo = models.ForeignKey(
        "evidence.Photo", models.SET_NULL, null=True, blank=True, related_name="waste_appointments"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AppointmentState.choices, default=AppointmentState.BOOKED
    )
    token_hash = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=64, null=True, blank=True, unique=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment for waste")
        ordering = ("pk",)
        constraints = [
            choices_check("state", AppointmentState, "waste_appointment_state_known"),
            models.CheckConstraint(
                condition=Q(pieces__gte=PIECES[0], pieces__lte=PIECES[1]), name="waste_appointment_pieces"
            ),
            models.CheckConstraint(
                condition=(Q(state__in=STANDING, ended_at=None) & ~Q(contact_phone=""))
                | (
                    ~Q(state__in=STANDING)
                    & Q(
                        ended_at__isnull=False,
                        address="",
                        contact_name="",
                        contact_phone="",
                        items="",
                        photo=None,
                    )
                ),
                name="waste_appointment_over_is_nameless",
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="waste_appointment_own")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"waste-appointment/{self.pk}"
