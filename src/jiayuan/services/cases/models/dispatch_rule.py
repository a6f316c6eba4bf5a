"""Which unit gets which case: ordered rules in numbered sets. One is in force, one may be prepared; none is lost."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.organisations.enums import UnitFunction

from ..enums import DispatchTo, RuleSetState


class DispatchRuleSetQuerySet(models.QuerySet["DispatchRuleSet"]):
    def current(self) -> Self:
        return self.filter(state=RuleSetState.CURRENT)

    def draft(self) -> Self:
        return self.filter(state=RuleSetState.DRAFT)


class DispatchRuleSet(models.Model):
    """``number`` is given at publication. ``revision`` counts changes of a draft, so that a page that is out of date
    is refused and a dry run says which wording it tried."""

    number = models.PositiveIntegerField(_("number"), null=True, unique=True)
    state = models.CharField(max_length=8, choices=RuleSetState.choices, default=RuleSetState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = DispatchRuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispatch rules")
        ordering = ("-number",)
        constraints = [
            choices_check("state", RuleSetState, "cases_rule_set_state_known"),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state__in=[RuleSetState.DRAFT, RuleSetState.CURRENT]),
                name="cases_one_draft_one_current",
            ),
            models.CheckConstraint(
                condition=Q(state=RuleSetState.DRAFT) | Q(number__isnull=False, published_at__isnull=False),
                name="cases_rule_set_in_force_is_numbered",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number or "")


class DispatchRule(models.Model):
    """One rule: of cases that fit every condition given, the case goes to ``target``. An empty condition fits all.

    ``categories`` are beginnings of category codes. Where the target is nowhere near, the next rule is asked.
    """

    rule_set = models.ForeignKey(DispatchRuleSet, models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80)
    categories = models.JSONField(_("categories"), default=list, blank=True)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    only_urgent = models.BooleanField(_("only danger"), default=False)
    only_out_of_hours = models.BooleanField(_("only outside working hours"), default=False)
    target = models.CharField(_("goes to"), max_length=12, choices=DispatchTo.choices)
    function = models.CharField(max_length=16, choices=UnitFunction.choices, blank=True)
    unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("dispatch rule")
        ordering = ("position",)
        constraints = [
            choices_check("target", DispatchTo, "cases_rule_target_known"),
            models.UniqueConstraint(fields=["rule_set", "position"], name="cases_one_rule_a_position"),
            models.CheckConstraint(
                condition=Q(target=DispatchTo.UNIT, unit__isnull=False)
                | Q(target=DispatchTo.FUNCTION) & ~Q(function="")
                | Q(target=DispatchTo.CATEGORY),
                name="cases_rule_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DryRun(models.Model):
    """What a draft would have done with the cases of a time, beside what the rules in force would have done."""

    rule_set = models.ForeignKey(DispatchRuleSet, models.CASCADE, related_name="dry_runs")
    revision = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("dry run")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="cases_dry_run_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.since}–{self.until}"
