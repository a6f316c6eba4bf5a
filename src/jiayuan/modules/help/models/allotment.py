"""What of a year's money is meant for which purpose."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..fund_enums import PaymentKind
from .fund import Fund


class Allotment(Stamped):
    """One purpose of one year. It warns whoever asks for money, and reserves nothing."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="allotments")
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(
        pgettext_lazy("payment of a fund", "what for"), max_length=10, choices=PaymentKind.choices
    )
    amount = models.PositiveBigIntegerField(_("amount in fen"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(pgettext_lazy("budget of a purpose", "set at"))

    class Meta:
        verbose_name = _("budget of a purpose")
        ordering = ("fund_id", "year", "pk")
        constraints = [
            choices_check("kind", PaymentKind, "help_allotment_kind_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="help_allotment_of_something"),
            models.UniqueConstraint(fields=["fund", "year", "kind"], name="help_one_allotment_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.year} {self.kind}"
