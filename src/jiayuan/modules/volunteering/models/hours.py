"""Hours that were given: claims on their way, and entries that are never changed."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.ledger.models.frozen import Frozen, FrozenQuerySet

from ..hour_enums import COUNTING, Because, ClaimState, CorrectionState, HourKind, HourSource, counts
from .own import own_or_of


class HourClaimQuerySet(models.QuerySet["HourClaim"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those of sessions in the places one works for."""
        return self.filter(own_or_of(actor, field="session__place_id", whose="person"))

    def marked(self) -> Self:
        return self.filter(state=ClaimState.MARKED)


class HourClaim(Stamped):
    """What somebody gave in one session, from being there until it is confirmed. ``confirm_by``: ten working days
    after the end. Who confirms is never who marked it."""

    session = models.ForeignKey("gatherings.Session", models.PROTECT, related_name="hour_claims")
    presence = models.OneToOneField("gatherings.Presence", models.PROTECT, related_name="hour_claim")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="hour_claims")
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    kind = models.CharField(max_length=10, choices=HourKind.choices, default=HourKind.SERVICE)
    because = models.CharField(max_length=12, choices=Because.choices, default=Because.ORGANISED)
    words = models.CharField(_("what was done"), max_length=120, blank=True)
    source = models.CharField(max_length=12, choices=HourSource.choices)
    state = models.CharField(max_length=12, choices=ClaimState.choices, default=ClaimState.PREPARED)
    confirm_by = models.DateTimeField(_("to be confirmed by"))
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    marked_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    late_told_at = models.DateTimeField(null=True)

    objects = HourClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim of hours")
        ordering = ("-pk",)
        constraints = [
            choices_check("state", ClaimState, "volunteering_claim_state_known"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(marked_by__isnull=False) & ~Q(decided_by=F("marked_by")),
                name="volunteering_claim_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("person")),
                name="volunteering_claim_not_for_oneself",
            ),
        ]
        indexes = [
            models.Index(
                fields=["confirm_by"], condition=Q(state=ClaimState.MARKED), name="volunteering_claim_due"
            ),
            models.Index(fields=["session", "state"], name="volunteering_claim_session"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id}"

    @property
    def stream(self) -> str:
        """One chain for all hours of a person."""
        return f"hours/{self.person_id}"


class HourEntryQuerySet(FrozenQuerySet["HourEntry"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those of the places one works for."""
        return self.filter(own_or_of(actor, field="place_id", whose="person"))

    def standing(self) -> Self:
        """Neither a reversal nor reversed."""
        return self.filter(reverses=None, reversal=None)

    def counting(self) -> Self:
        """Those of which :func:`counts` says that they count."""
        return self.filter(kind=HourKind.SERVICE, because__in=COUNTING)

    def total(self) -> int:
        """Minutes of service that count, reversals taken off."""
        return int(self.counting().aggregate(sum=Sum("minutes"))["sum"] or 0)


class HourEntry(Frozen):
    """Minutes that somebody gave, written once. What was wrong is taken off by a reversal, the negative of exactly one
    entry, and written anew. ``organisation`` is the recording unit 记录单位 where it is not the community itself."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="hours")
    minutes = models.SmallIntegerField(_("minutes"))
    kind = models.CharField(max_length=10, choices=HourKind.choices)
    because = models.CharField(max_length=12, choices=Because.choices)
    words = models.CharField(_("what was done"), max_length=120)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField(max_length=12, choices=HourSource.choices)
    session = models.ForeignKey("gatherings.Session", models.PROTECT, null=True, related_name="+")
    presence = models.ForeignKey("gatherings.Presence", models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = HourEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of hours")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, minutes__gt=0) | Q(reverses__isnull=False, minutes__lt=0),
                name="volunteering_hours_signed",
            ),
            models.UniqueConstraint(
                fields=["presence"],
                condition=Q(presence__isnull=False, reverses=None),
                name="volunteering_one_entry_a_presence",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="volunteering_hours_end_after"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_at"], name="volunteering_hours_person"),
            models.Index(fields=["place", "starts_at"], name="volunteering_hours_place"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.minutes}"

    @property
    def counts(self) -> bool:
        return counts(self.kind, self.because)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(own_or_of(actor, field="entry__place_id", whose="entry__person"))


class Correction(Stamped):
    """That an entry is wrong, how many minutes it should be, and what another decided."""

    entry = models.ForeignKey(HourEntry, models.PROTECT, related_name="corrections")
    minutes = models.PositiveSmallIntegerField(_("minutes wanted"))
    words = models.CharField(_("why"), max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CorrectionState.choices, default=CorrectionState.ASKED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of hours")
        ordering = ("-pk",)
        constraints = [
            choices_check("state", CorrectionState, "volunteering_correction_state_known"),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(state=CorrectionState.ASKED),
                name="volunteering_one_open_correction",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="volunteering_correction_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.state}"


class OutVouch(models.Model):
    """Somebody who was there says when another left who forgot to check out."""

    presence = models.ForeignKey("gatherings.Presence", models.PROTECT, related_name="vouches")
    witness = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    out_at = models.DateTimeField(_("left at"))
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("word of a witness")
        constraints = [
            models.UniqueConstraint(fields=["presence", "witness"], name="volunteering_one_word_a_witness"),
        ]

    def __str__(self) -> str:
        return f"{self.presence_id} {self.witness_id}"
