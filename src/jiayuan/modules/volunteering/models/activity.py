"""What a charity hour does: its kind with a check list, what came of it, and shops that were visited."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..activity_enums import Measure
from ..hour_enums import COUNTING, Because, HourKind, counts


def _named(each: Any) -> str:
    is_chinese = (get_language() or "zh").startswith("zh")
    return str(each["name"] if is_chinese or not each.get("name_en") else each["name_en"])


class KindContent(models.Model):
    """``checks``: a list of {code, name, name_en}; ``measures``: codes of :class:`Measure`. Where it ``visits_shops``,
    the list is of what may be wrong and is gone through at each shop; else it is of what is to be done. ``because``:
    whether its time counts as volunteer hours, and why; what does not count here, no host can make count."""

    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    checks = models.JSONField(_("check list"), default=list)
    measures = models.JSONField(_("measured in"), default=list)
    visits_shops = models.BooleanField(_("visits shops"), default=False)
    because = models.CharField(max_length=12, choices=Because.choices, default=Because.ORGANISED)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return _named({"name": self.name, "name_en": self.name_en})

    def named_checks(self) -> list[tuple[str, str]]:
        """Code and name in the active language."""
        return [(each["code"], _named(each)) for each in self.checks]

    @property
    def counts(self) -> bool:
        return self.because in COUNTING


CONTENT = ("name", "name_en", "checks", "measures", "visits_shops", "because")
"""Names of the fields of :class:`KindContent`."""


class ActivityKind(KindContent):
    """What it is now. A district changes these and adds its own."""

    code = models.SlugField(max_length=24, primary_key=True)
    is_active = models.BooleanField(_("in use"), default=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("kind of activity")
        ordering = ("order", "code")
        constraints = [choices_check("because", Because, "volunteering_kind_because_known")]

    @property
    def stream(self) -> str:
        """Its chain in the ledger."""
        return f"activity-kind/{self.pk}"


class ActivityVersion(KindContent):
    """What a kind was before it was changed, for the sessions that went by it. Written once."""

    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("earlier version of a kind of activity")
        ordering = ("-number",)
        constraints = [
            choices_check("because", Because, "volunteering_version_because_known"),
            models.UniqueConstraint(fields=["kind", "number"], name="volunteering_versions_numbered"),
        ]


class ActivityChoice(Stamped):
    """What is done, and whether the time counts as volunteer hours. ``partner``: the pairing whose organisation joins
    in."""

    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="+")
    because = models.CharField(max_length=12, choices=Because.choices, default=Because.ORGANISED)
    hours = models.CharField(max_length=10, choices=HourKind.choices, default=HourKind.SERVICE)
    partner = models.ForeignKey(
        "volunteering.Pairing", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def as_template(self) -> dict[str, Any]:
        """What it is by itself, for another like it."""
        return {name: getattr(self, name) for name in ("kind", "because", "hours", "partner")}


class SessionActivity(ActivityChoice):
    """What a session does: said before one signs up. ``version``: what its kind was for it, None for as it is now."""

    session = models.OneToOneField("gatherings.Session", models.CASCADE, related_name="charity_activity")
    version = models.ForeignKey(ActivityVersion, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("activity of a charity hour")
        constraints = [
            choices_check("because", Because, "volunteering_activity_because_known"),
            choices_check("hours", HourKind, "volunteering_activity_hours_known"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.kind_id}"

    @property
    def counts(self) -> bool:
        return counts(self.hours, self.because)

    @property
    def content(self) -> KindContent:
        """Its name, list and measures, as they hold for this session."""
        return self.version or self.kind


class SeriesActivity(ActivityChoice):
    """What each session does that a series makes."""

    series = models.OneToOneField("gatherings.Series", models.CASCADE, related_name="charity_activity")

    class Meta:
        verbose_name = _("activity of a series of charity hours")
        constraints = [
            choices_check("because", Because, "volunteering_series_because_known"),
            choices_check("hours", HourKind, "volunteering_series_hours_known"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.kind_id}"


class CheckMark(models.Model):
    """A point of the check list that somebody ticked, or took back."""

    session = models.ForeignKey("gatherings.Session", models.CASCADE, related_name="check_marks")
    code = models.SlugField(max_length=24)
    is_done = models.BooleanField(default=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("point of a check list")
        constraints = [
            models.UniqueConstraint(fields=["session", "code"], name="volunteering_one_mark_a_point"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.code}"


class ActivityResult(models.Model):
    """What one person did: the newest number counts. The session's result is the sum over all."""

    session = models.ForeignKey("gatherings.Session", models.CASCADE, related_name="activity_results")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    amount = models.PositiveIntegerField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("result of a charity hour")
        constraints = [
            choices_check("measure", Measure, "volunteering_measure_known"),
            models.UniqueConstraint(
                fields=["session", "entered_by", "measure"], name="volunteering_one_result_each"
            ),
            models.CheckConstraint(condition=Q(amount__lte=100_000), name="volunteering_result_plausible"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.measure} {self.amount}"


class ShopVisit(models.Model):
    """A shop, gone through the list once. What is not right there is a case."""

    session = models.ForeignKey("gatherings.Session", models.PROTECT, related_name="shop_visits")
    shop = models.CharField(_("shop"), max_length=60)
    missing = models.JSONField(default=list)
    """Codes of the points that were not right."""
    missing_count = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(_("what was found"), max_length=200, blank=True)
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="shop_visit")
    visited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    visited_at = models.DateTimeField()
    nonce = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("visit to a shop")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(missing_count=0, case=None) | Q(missing_count__gt=0, case__isnull=False),
                name="volunteering_finding_is_a_case",
            ),
        ]

    def __str__(self) -> str:
        return self.shop
