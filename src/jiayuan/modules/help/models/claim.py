"""A claim: somebody takes a wish on. It is a lease, and what is not done goes quietly back."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..enums import HELD_STATES, TAKING_STATES, ClaimState
from ..limits import REASON
from .station import Post
from .wish import Wish


class ClaimQuerySet(models.QuerySet["Claim"]):
    def held(self) -> Self:
        """Whose lease runs."""
        return self.filter(state__in=HELD_STATES)

    def taking(self) -> Self:
        """That take a seat."""
        return self.filter(state__in=TAKING_STATES)


class Claim(Stamped):
    """One seat of a wish, held by a person in a post. ``contact_by`` and ``fulfil_by`` end the lease."""

    wish = models.ForeignKey(Wish, models.PROTECT, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="help_claims")
    post = models.ForeignKey(Post, models.PROTECT, related_name="claims")
    seat = models.PositiveSmallIntegerField(_("seat"))
    state = models.CharField(_("state"), max_length=10, choices=ClaimState.choices, default=ClaimState.HELD)
    claimed_at = models.DateTimeField(_("claimed at"))
    contact_by = models.DateTimeField(_("in touch by"))
    contacted_at = models.DateTimeField(_("in touch since"), null=True, blank=True)
    fulfil_by = models.DateTimeField(_("to be done by"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    absent_at = models.DateTimeField(_("nobody was met at"), null=True, blank=True)
    """The helper was there and met nobody; until they are in touch, or the community looked after it."""
    again_on = models.DateField(_("another try on"), null=True, blank=True)
    words = models.CharField(_("what was done"), max_length=REASON, blank=True)
    reason = models.CharField(_("reason"), max_length=REASON, blank=True)
    nonce = models.CharField(max_length=64, null=True, unique=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim of a wish")
        ordering = ("pk",)
        constraints = [
            choices_check("state", ClaimState, "help_claim_state_known"),
            models.UniqueConstraint(
                fields=["wish", "seat"], condition=Q(state__in=TAKING_STATES), name="help_one_claim_a_seat"
            ),
            models.UniqueConstraint(
                fields=["wish", "person"], condition=Q(state__in=TAKING_STATES), name="help_one_seat_a_person"
            ),
            models.CheckConstraint(
                condition=Q(fulfil_by__gte=F("contact_by")), name="help_touch_before_fulfilment"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HELD_STATES) | Q(ended_at=None, done_at=None),
                name="help_held_is_not_over",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="help_claim_person"),
            models.Index(
                fields=["contact_by"], condition=Q(state=ClaimState.HELD), name="help_claim_contact"
            ),
            models.Index(fields=["fulfil_by"], condition=Q(state__in=HELD_STATES), name="help_claim_fulfil"),
        ]

    def __str__(self) -> str:
        return f"{self.wish_id} {self.seat} {self.person_id}"

    @property
    def is_held(self) -> bool:
        """Its lease runs."""
        return self.state in HELD_STATES
