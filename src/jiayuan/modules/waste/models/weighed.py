"""What was weighed: rows that are only added. A correction is another row, with its reason."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.now import now

from ..limits import TICKET
from ..round_enums import CorrectionReason
from .fleet import Site
from .round import Round, RoundStop


class Weighing(models.Model):
    """One weight of a stop. The last one counts, and stands in the stop."""

    stop = models.ForeignKey(RoundStop, models.PROTECT, related_name="weighings")
    kg = models.DecimalField(_("weight (kg)"), max_digits=6, decimal_places=1)
    holds_kg = models.PositiveIntegerField()
    reason = models.CharField(_("reason"), max_length=12, choices=CorrectionReason.choices, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("weighed at"), default=now)

    class Meta:
        verbose_name = _("weight of a stop")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kg__gt=0, kg__lte=F("holds_kg")), name="waste_weighing_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, reason="") | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="waste_weighing_corrects_with_reason",
            ),
            models.UniqueConstraint(fields=["stop"], condition=Q(corrects=None), name="waste_weighed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stop_id} {self.kg}"


class Unloading(models.Model):
    """A ticket of a disposal site: what a trip brought. It is compared with the sum of the trip's stops."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="unloadings")
    trip = models.PositiveSmallIntegerField(_("trip"))
    site = models.ForeignKey(Site, models.PROTECT, related_name="unloadings")
    ticket = models.CharField(_("ticket number"), max_length=TICKET)
    kg = models.DecimalField(_("weight (kg)"), max_digits=6, decimal_places=1)
    holds_kg = models.PositiveIntegerField()
    reason = models.CharField(_("reason"), max_length=12, choices=CorrectionReason.choices, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("unloaded at"), default=now)
    nonce = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        verbose_name = _("unloading")
        ordering = ("round_id", "trip", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kg__gt=0, kg__lte=F("holds_kg")), name="waste_unloading_in_bounds"
            ),
            models.CheckConstraint(condition=~Q(ticket=""), name="waste_unloading_has_a_ticket"),
            models.CheckConstraint(
                condition=Q(corrects=None, reason="") | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="waste_unloading_corrects_with_reason",
            ),
            models.UniqueConstraint(
                fields=["round", "trip"], condition=Q(corrects=None), name="waste_one_unloading_a_trip"
            ),
        ]

    def __str__(self) -> str:
        return self.ticket


class TicketNumber(models.Model):
    """Under which number of its site a trip's unloading stands now: a number that was typed wrong is free again for the
    trip whose it is. The one row here that moves on with a correction."""

    unloading = models.OneToOneField(Unloading, models.PROTECT, related_name="stands")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    ticket = models.CharField(_("ticket number"), max_length=TICKET)

    class Meta:
        verbose_name = _("ticket number")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["site", "ticket"], name="waste_one_ticket_a_site"),
        ]

    def __str__(self) -> str:
        return self.ticket
