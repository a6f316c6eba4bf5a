"""The ladder as data: how long a wish is offered on a tier before it climbs, and which tiers it passes over."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.clock.term import Term, TermUnit

from ..enums import Tier, Urgency, WishKind


class LadderQuerySet(models.QuerySet["Ladder"]):
    def in_force(self) -> Self:
        return self.filter(is_in_force=True)


class Ladder(Stamped):
    """A version of the rules. One is in force; a wish keeps to the one of the moment at which it climbs."""

    since = models.DateTimeField(_("since"))
    is_in_force = models.BooleanField(_("in force"), default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = LadderQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of the ladder")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["is_in_force"], condition=Q(is_in_force=True), name="help_one_ladder"
            ),
        ]

    def __str__(self) -> str:
        return f"ladder {self.pk}"

    @property
    def stream(self) -> str:
        return f"help-ladder/{self.pk}"


class LadderRule(models.Model):
    """The first that fits, by ``order``, is followed. Empty ``kind`` or ``urgency`` fits all; no ``amount``: the tier
    is passed over."""

    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="rules")
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=8, choices=WishKind.choices, blank=True)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency.choices, blank=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices)
    amount = models.PositiveSmallIntegerField(_("how long"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=14, choices=TermUnit.choices, blank=True)

    class Meta:
        verbose_name = _("rule of the ladder")
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["ladder", "order"], name="help_rules_in_order"),
            models.CheckConstraint(
                condition=Q(amount=None, unit="") | (Q(amount__gte=1) & ~Q(unit="")),
                name="help_rule_term_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.tier}"

    @property
    def term(self) -> Term | None:
        """None: this tier is passed over."""
        return Term(self.amount, TermUnit(self.unit)) if self.amount is not None else None

    def fits(self, kind: str, urgency: str, tier: str) -> bool:
        return self.tier == tier and self.kind in ("", kind) and self.urgency in ("", urgency)
