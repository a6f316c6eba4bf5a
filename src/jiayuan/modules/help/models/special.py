"""Special services of a station: visits that come round, and who is visited. Whom they are for is private."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import WishKind
from ..limits import ADDRESS, MOST_A_DAY, MOST_MINUTES, NAME, SPECIAL_WORDS
from .station import Post


class SpecialQuerySet(models.QuerySet["SpecialService"]):
    def running(self) -> Self:
        return self.filter(ended_on=None, post__ended_on=None, post__station__closed_on=None)

    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="post__station__community_id"))


class SpecialService(Stamped):
    """What a post does again and again: on the days of ``rule`` from ``first`` on, for ``people`` of its recipients."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="specials")
    name = models.CharField(_("name"), max_length=40)
    words = models.CharField(_("what is done"), max_length=SPECIAL_WORDS, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=WishKind.choices, default=WishKind.COMPANY)
    rule = models.CharField(_("days"), max_length=200)
    first = models.DateField(_("from"))
    starts = models.TimeField(_("time"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    people = models.PositiveSmallIntegerField(_("visits a day"))
    keeps_ties = models.BooleanField(_("the same helper where possible"), default=True)
    rests_on_holidays = models.BooleanField(_("not on public holidays"), default=False)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = SpecialQuerySet.as_manager()

    class Meta:
        verbose_name = _("special service")
        ordering = ("pk",)
        constraints = [
            choices_check("kind", WishKind, "help_special_kind_known"),
            models.UniqueConstraint(
                fields=["post", "name"], condition=Q(ended_on=None), name="help_one_special_a_name"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=MOST_MINUTES, people__gte=1, people__lte=MOST_A_DAY),
                name="help_special_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("first")), name="help_special_ended_after"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"help-special/{self.pk}"


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def current(self) -> Self:
        return self.filter(until=None)


class Recipient(Stamped):
    """Somebody who agreed to be visited, with an account or without; never listed in public. Who holds the link (they,
    or their family) sees who comes next."""

    service = models.ForeignKey(SpecialService, models.PROTECT, related_name="recipients")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    consent = models.ForeignKey("people.Consent", models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    address = models.CharField(_("where exactly"), max_length=ADDRESS, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    days = models.CharField(_("days"), max_length=20, blank=True)
    """Weekdays as ``TU,FR``; empty: every day of the service."""
    every = models.PositiveSmallIntegerField(_("every so many rounds"), default=1)
    phase = models.PositiveSmallIntegerField(default=0)
    """In which of these rounds; a round is one turn of the service's rule."""
    token_hash = models.CharField(max_length=64, unique=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("somebody who is visited")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["service", "person"], condition=Q(until=None), name="help_visited_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="help_visited_until_after"
            ),
            models.CheckConstraint(
                condition=Q(every__gte=1, every__lte=4, phase__lt=F("every")), name="help_visited_in_rhythm"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.pk}"


class RecipientContact(models.Model):
    """How to reach who is visited. Kept apart: masked, unmasked only with a recorded reason, erased alone."""

    recipient = models.OneToOneField(Recipient, models.CASCADE, related_name="contact", primary_key=True)
    name = models.CharField(_("name"), max_length=NAME)
    phone = models.CharField(_("phone"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("contact of somebody who is visited")

    def __str__(self) -> str:
        return self.name
