"""How somebody who helps wants to be asked. Said by themselves, and kept about nobody who said nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped

from ..limits import LEAST_REACH, MOST_HELD, MOST_REACH, USUAL_CAPACITY, USUAL_REACH


class Readiness(Stamped):
    """``capacity``: wishes on hand at once; ``reach``: metres they go; ``declines``: kinds of wishes, and for
    whom, that they are not asked for; ``paused_until``: asked for nothing until that day."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="help_readiness"
    )
    capacity = models.PositiveSmallIntegerField(_("wishes at once"), default=USUAL_CAPACITY)
    reach = models.PositiveIntegerField(_("how far"), default=USUAL_REACH)
    declines = models.JSONField(_("not for"), default=list, blank=True)
    paused_until = models.DateField(_("not before"), null=True, blank=True)

    class Meta:
        verbose_name = _("how a helper wants to be asked")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=MOST_HELD), name="help_capacity_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(reach__gte=LEAST_REACH, reach__lte=MOST_REACH), name="help_reach_in_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"readiness/{self.pk}"
