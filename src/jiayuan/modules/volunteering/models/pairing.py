"""The pairing ledger: which organisation serves which community, since when, and what came of it."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import LIVE_PAIRINGS, PairingOrigin, PairingSide, PairingState

PARTNER_ROLES = (Role.INSTITUTION_CONTACT, Role.UNIT_OFFICER)
"""Who acts for an organisation in its pairings."""


class Season(Stamped):
    """A span of time for which pairs are planned, such as a half-year."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("season")
        ordering = ("-first_day", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="volunteering_season_ends"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"season/{self.pk}"


class PairingQuerySet(models.QuerySet["Pairing"]):
    def within(self, *paths: str) -> Self:
        """Of communities inside one of ``paths``."""
        return self.filter(inside(list(paths), field="community_id"))

    def live(self) -> Self:
        return self.filter(state__in=LIVE_PAIRINGS)

    def on(self, day: date) -> Self:
        """Agreed, and standing on this day, also where they ended since."""
        return self.filter(Q(until=None) | Q(until__gte=day), agreed_at__isnull=False, since__lte=day)

    def visible_to(self, actor: Actor) -> Self:
        """Those of the communities where this actor works, and of the organisations that they act for."""
        here = inside(actor.reach.paths_for(*DESK_STAFF), field="community_id")
        return self.filter(here | Q(organisation_id__in=actor.reach.organisations(*PARTNER_ROLES)))

    def with_names(self) -> Self:
        rows = self.select_related("organisation", "community", "season")
        return rows.defer("community__boundary")

    def with_last_activity(self) -> Self:
        """``last_activity``: the day of the last joint activity, None where there was none."""
        return self.annotate(last_activity=Max("activities__on"))

    def silent(self, day: date, days: int) -> Self:
        """Agreed for longer than ``days``, and nothing done together for as long."""
        before = day - timedelta(days=days)
        rows = self.filter(state=PairingState.AGREED, since__lt=before)
        return rows.exclude(activities__on__gte=before)


class Pairing(Stamped):
    """An organisation and a community. ``until`` is the last day, known once it has ended.

    Whom to call is somebody with an account (``contact``) or a name and a number; shown masked.
    """

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="pairings")
    community = models.ForeignKey("places.Place", models.PROTECT, related_name="pairings")
    season = models.ForeignKey(Season, models.PROTECT, null=True, blank=True, related_name="pairings")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PairingState.choices, default=PairingState.PROPOSED
    )
    origin = models.CharField(
        _("where from"), max_length=8, choices=PairingOrigin.choices, default=PairingOrigin.BY_HAND
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact_name = models.CharField(_("contact"), max_length=40, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=16, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_side = models.CharField(_("proposed by"), max_length=12, choices=PairingSide.choices, blank=True)
    """Empty where nobody knows any more."""
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    """Why it ended."""
    why = models.JSONField(default=dict, blank=True)
    """From a plan: metres, skills met, the next best and what it would add."""

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pairing")
        constraints = [
            choices_check("state", PairingState, "volunteering_pairing_state_known"),
            models.CheckConstraint(
                condition=Q(proposed_side__in=["", *PairingSide.values]),
                name="volunteering_pairing_side_known",
            ),
            models.UniqueConstraint(
                fields=["organisation", "community"],
                condition=Q(state__in=LIVE_PAIRINGS),
                name="volunteering_one_live_pairing",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="volunteering_pairing_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(state=PairingState.ENDED, until__isnull=False) & ~Q(reason="")
                | Q(state__in=LIVE_PAIRINGS, until=None),
                name="volunteering_pairing_ended_why",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | Q(proposed_by=None) | ~Q(agreed_by=F("proposed_by")),
                name="volunteering_pairing_agreed_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state"], name="volunteering_pairing_place"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} – {self.community_id}"

    @property
    def stream(self) -> str:
        return f"pairing/{self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_PAIRINGS


class JointActivity(models.Model):
    """Something that a pair did together on a day; from paper, or from an activity that was held here."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="activities")
    on = models.DateField(_("day"))
    words = models.CharField(_("what was done"), max_length=120)
    source = models.CharField(max_length=40, blank=True)
    """The ledger stream of the activity, where there is one: it counts once."""
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("joint activity")
        ordering = ("-on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "source"], condition=~Q(source=""), name="volunteering_activity_once"
            ),
        ]
        indexes = [models.Index(fields=["pairing", "-on"], name="volunteering_activity_last")]

    def __str__(self) -> str:
        return f"{self.on} {self.words}"
