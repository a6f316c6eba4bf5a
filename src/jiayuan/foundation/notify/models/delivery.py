"""A notice on its way out of the house."""

import secrets
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.channels.log import mask_address
from jiayuan.foundation.common.models import choices_check

from ..enums import ENDED, LIVE, MOVE, TROUBLE, Because, Event, State, Way
from .notice import Notice


def new_reference() -> str:
    return secrets.token_hex(12)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, moment: datetime) -> Self:
        """To be taken now: due, or in the hands of somebody whose lease is over."""
        waiting = Q(state=State.WAITING, due_at__lte=moment)
        return self.filter(waiting | Q(state=State.SENDING, leased_until__lt=moment))


class Delivery(models.Model):
    """One notice over one way. ``reference`` is our once-only key at the provider.

    ``fence`` counts the hands it went through: only the last may write how it went. ``handed_at`` is when a sending
    began whose outcome is not known; while it is set the provider is asked before anything is sent again.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", verbose_name=_("notice"))
    way = models.CharField(_("way"), max_length=8, choices=Way.choices)
    address = models.CharField(_("to"), max_length=254)
    reference = models.CharField(_("reference"), max_length=32, unique=True, default=new_reference)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(_("due"))
    leased_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    handed_at = models.DateTimeField(_("sending began"), null=True, blank=True)
    is_forced = models.BooleanField(default=False)
    """Somebody decided that it be sent although it may have arrived."""
    provider_id = models.CharField(_("the provider's number"), max_length=120, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    because = models.CharField(_("why it was cancelled"), max_length=10, choices=Because.choices, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            choices_check("state", State, "notify_state_known"),
            models.UniqueConstraint(fields=["notice", "way"], name="notify_one_delivery_a_way"),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING) | Q(leased_until__isnull=False),
                name="notify_sending_is_leased",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE) | Q(ended_at__isnull=False), name="notify_ended_has_an_end"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=LIVE), name="notify_delivery_due"),
            models.Index(
                fields=["state", "-id"], condition=Q(state__in=TROUBLE), name="notify_delivery_trouble"
            ),
            models.Index(
                fields=["state", "ended_at"], condition=Q(state__in=ENDED), name="notify_delivery_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.get_state_display()}"

    def can(self, event: Event) -> bool:
        """May the staff do this to it now? Nobody sends what its reader declined, or what does not hold any more."""
        held = self.state == State.CANCELLED and self.because != Because.STAFF
        return self.state in MOVE[event].sources and not held

    @property
    def masked(self) -> str:
        """The address as staff may see it."""
        return mask_address(self.address)
