"""What kinds of problems there are, and what is promised for each. Versioned: an old case keeps its old promise."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.organisations.enums import UnitFunction

from ..enums import CategoryKind, ProofPolicy


class Category(models.Model):
    """A class of GB/T 30428.2. ``code`` is the class code (``0101``), two digits a level."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    kind = models.CharField(_("kind"), max_length=8, choices=CategoryKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    icon = models.CharField(_("icon"), max_length=40, default="circle-alert")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("kind", "order", "code")
        constraints = [choices_check("kind", CategoryKind, "cases_category_kind_known")]

    def __str__(self) -> str:
        return self.code


class CategoryVersionQuerySet(models.QuerySet["CategoryVersion"]):
    def current(self) -> Self:
        return self.filter(valid_until=None)


class CategoryVersion(models.Model):
    """One wording and promise of a category, from a day on. ``questions`` is a list of
    ``{"key", "zh", "en", "kind": "text|choice|yesno", "choices": [{"key","zh","en"}], "required": bool}``."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80)
    plain_words = models.CharField(_("what people call it"), max_length=300, blank=True)
    """Space-separated spoken words that the home box and the report page search."""
    questions = models.JSONField(_("questions"), default=list, blank=True)
    function = models.CharField(_("who handles it"), max_length=16, choices=UnitFunction.choices)
    filing_hours = models.PositiveSmallIntegerField(_("working hours to look at it"), default=4)
    dispatch_hours = models.PositiveSmallIntegerField(_("working hours to dispatch it"), default=4)
    handle_amount = models.PositiveSmallIntegerField(_("time to handle it"))
    handle_unit = models.CharField(_("counted in"), max_length=16, choices=TermUnit.choices)
    verify_hours = models.PositiveSmallIntegerField(_("working hours to verify it"), default=7)
    proof = models.CharField(_("proof"), max_length=8, choices=ProofPolicy.choices, default=ProofPolicy.AFTER)
    reopen_days = models.PositiveSmallIntegerField(_("days in which it can be reopened"), default=15)
    is_urgent = models.BooleanField(_("danger"), default=False)
    is_private = models.BooleanField(_("never shown to the public"), default=False)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = CategoryVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("category version")
        constraints = [
            models.UniqueConstraint(fields=["category", "version"], name="cases_one_number_a_version"),
            models.UniqueConstraint(
                fields=["category"], condition=Q(valid_until=None), name="cases_one_current_version"
            ),
            choices_check("function", UnitFunction, "cases_function_known"),
            models.CheckConstraint(condition=Q(handle_amount__gte=1), name="cases_promise_is_positive"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.name if (get_language() or "zh").startswith("zh") else self.name_en

    @property
    def handle_term(self) -> Term:
        return Term(self.handle_amount, TermUnit(self.handle_unit))
