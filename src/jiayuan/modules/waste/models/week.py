"""What was weighed in a week: a row for each estate and stream, worked out once the week is over."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import Stream
from ..limits import NOTE
from ..quality_enums import Finding, Flag


class WeekQuerySet(models.QuerySet["WeekWeight"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="estate_id"))

    def to_look_at(self) -> Self:
        """Out of the ordinary, and nobody has said yet why."""
        return self.exclude(flag="").filter(looked_at=None)


class WeekWeight(Stamped):
    """``week`` is its Monday. ``collections``: days on which something was fetched and weighed; ``usual_kg`` is what
    one of them weighed in the weeks before. ``due`` and ``missed`` count calls: see ``domain/weeks.py``."""

    estate = models.ForeignKey("places.Place", models.PROTECT, related_name="waste_weeks")
    stream = models.CharField(pgettext_lazy("waste", "stream"), max_length=12, choices=Stream.choices)
    week = models.DateField(_("week from"))
    kg = models.DecimalField(_("weight (kg)"), max_digits=9, decimal_places=1)
    collections = models.PositiveSmallIntegerField(_("collections"))
    due = models.PositiveSmallIntegerField(_("collections that were due"), default=0)
    missed = models.PositiveSmallIntegerField(_("collections that were missed"), default=0)
    usual_kg = models.DecimalField(
        _("usual weight of a collection (kg)"), max_digits=9, decimal_places=1, null=True, blank=True
    )
    flag = models.CharField(_("out of the ordinary"), max_length=4, choices=Flag.choices, blank=True)
    finding = models.CharField(_("what it was"), max_length=8, choices=Finding.choices, blank=True)
    words = models.CharField(_("what was found"), max_length=NOTE, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    objects = WeekQuerySet.as_manager()

    class Meta:
        verbose_name = _("weight of a week")
        ordering = ("-week", "estate_id", "stream")
        constraints = [
            choices_check("stream", Stream, "waste_week_stream_known"),
            models.UniqueConstraint(fields=["estate", "stream", "week"], name="waste_one_weight_a_week"),
            models.CheckConstraint(condition=Q(kg__gte=0), name="waste_week_weighs_something"),
            models.CheckConstraint(condition=Q(due__gte=F("missed")), name="waste_week_missed_was_due"),
            models.CheckConstraint(
                condition=Q(finding="", looked_at=None)
                | (~Q(finding="") & ~Q(flag="") & Q(looked_at__isnull=False)),
                name="waste_week_looked_at_says_what",
            ),
        ]
        indexes = [
            models.Index(fields=["week", "estate"], name="waste_week_of_places"),
            models.Index(
                fields=["estate", "-week"],
                condition=~Q(flag="") & Q(looked_at=None),
                name="waste_week_to_look_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.estate_id} {self.stream} {self.week}"

    @property
    def kg_a_collection(self) -> float:
        return float(self.kg) / self.collections if self.collections else 0.0
