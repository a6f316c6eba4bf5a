"""What holds from one day to another, so that any past day can be asked."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped


def standing(day: Any, *, at: str = "", first: str = "since", last: str = "until") -> Q:
    """Of rows, or of what they hang on: begun by this day and not over on it. The last day itself is outside."""
    return Q(**{f"{at}{first}__lte": day}) & (Q(**{f"{at}{last}": None}) | Q(**{f"{at}{last}__gt": day}))


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        """Those that hold on this day."""
        return self.filter(standing(day))

    def ahead(self, day: date) -> Self:
        """Those that begin after this day, and were not taken back before they did."""
        return self.filter(Q(until=None) | Q(until__gt=F("since")), since__gt=day)

    def running(self) -> Self:
        """Those whose end is not known yet."""
        return self.filter(until=None)


class Dated(Stamped):
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="%(app_label)s_%(class)s_ends_after"
            ),
        ]


def weekdays_check(name: str) -> models.CheckConstraint:
    """At least one day of the week, and no more than seven."""
    return models.CheckConstraint(condition=Q(weekdays__gte=1, weekdays__lte=127), name=name)
