"""A sign-up: one person's seat in one role, their turn on the waiting list, or that they came without either."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import LIVE, SEATED, SignUpState, State
from ..limits import PERSON_NAME
from .session import Session, SessionRole


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def seated(self) -> Self:
        return self.filter(state__in=SEATED)

    def waiting(self) -> Self:
        """In the order in which they came."""
        return self.filter(state=SignUpState.WAITING).order_by("ticket")

    def leading(self) -> Self:
        """Seats that let their holder run the session."""
        return self.filter(state=SignUpState.HELD, role__leads=True)

    def overlapping(self, session: Session) -> Self:
        """Seats in other sessions at the same time. What was called off takes nobody's time."""
        return (
            self.seated()
            .filter(session__starts_at__lt=session.ends_at, session__ends_at__gt=session.starts_at)
            .exclude(session=session.pk)
            .exclude(session__state=State.CANCELLED)
        )


class SignUp(models.Model):
    """``person`` is None for somebody without an account, who has a ``name``. A group has one ``group`` and gets its
    seats together or not at all. ``seat`` counts from 1 inside the role; ``ticket`` is the turn on the waiting list."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="sign_ups")
    role = models.ForeignKey(SessionRole, models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=PERSON_NAME, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    consent = models.ForeignKey("people.Consent", models.PROTECT, null=True, blank=True, related_name="+")
    """Where a worker entered it for somebody."""
    group = models.UUIDField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=SignUpState.choices)
    seat = models.PositiveIntegerField(_("seat"), null=True, blank=True)
    ticket = models.PositiveIntegerField(_("turn"))
    offered_until = models.DateTimeField(_("kept until"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed up at"))
    ended_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    nonce = models.CharField(max_length=64, null=True, unique=True)
    merged_at = models.DateTimeField(null=True, blank=True)
    """Since when a walk-in is known to be a person. ``merged_into`` is the sign-up that they had, if they had one;
    ``gave_presence``: what was entered for the walk-in is theirs now."""
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    gave_presence = models.BooleanField(default=False)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ("id",)
        constraints = [
            choices_check("state", SignUpState, "gatherings_sign_up_state_known"),
            models.UniqueConstraint(
                fields=["role", "seat"], condition=Q(state__in=SEATED), name="gatherings_one_a_seat"
            ),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(state__in=LIVE, person__isnull=False),
                name="gatherings_once_a_person",
            ),
            models.UniqueConstraint(fields=["role", "ticket"], name="gatherings_one_a_ticket"),
            models.CheckConstraint(
                # Said outright: a check that comes out as unknown, as null >= 1 does, lets the row pass.
                condition=Q(state__in=SEATED, seat__isnull=False, seat__gte=1)
                | (~Q(state__in=SEATED) & Q(seat=None)),
                name="gatherings_seat_when_seated",
            ),
            models.CheckConstraint(
                condition=Q(state=SignUpState.OFFERED, offered_until__isnull=False)
                | (~Q(state=SignUpState.OFFERED) & Q(offered_until=None)),
                name="gatherings_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(merged_at__isnull=False) | Q(merged_into=None, gave_presence=False),
                name="gatherings_merged_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["role", "state", "ticket"], name="gatherings_queue"),
            models.Index(fields=["person", "-id"], name="gatherings_person"),
            models.Index(fields=["group"], condition=Q(group__isnull=False), name="gatherings_group"),
            models.Index(
                fields=["offered_until"],
                condition=Q(state=SignUpState.OFFERED),
                name="gatherings_offers_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.pk}"

    @property
    def place_id(self) -> str:
        """Where it lies: what a token's scope is compared with."""
        return str(self.session.place_id)

    @property
    def display_name(self) -> str:
        """Whose seat it is; for those who may know."""
        return self.name or (str(self.person) if self.person else "")
