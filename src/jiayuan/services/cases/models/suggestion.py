"""Which category words are usually filed under: the trained models, and whether what they proposed was followed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import SuggestedAt


class CategoryModel(models.Model):
    """One training. The newest with ``data`` is asked; older ones keep what was measured and lose their weights.

    ``data`` holds numbers only (``domain.suggesting.linear``), no words of anybody; ``digest`` is their SHA-256.
    """

    trained_at = models.DateTimeField(_("trained at"))
    cases = models.PositiveIntegerField(_("cases learnt from"))
    texts = models.PositiveIntegerField(_("texts learnt from"))
    """Different texts, with those of the catalogue."""
    measured = models.PositiveIntegerField(_("texts held out"))
    first = models.PositiveIntegerField(_("right at once"))
    three = models.PositiveIntegerField(_("right among three"))
    quality = models.JSONField(default=dict)
    """``of_cases``, ``by_category`` and ``bins`` of ``domain.suggesting.fit.Measured``."""
    seconds = models.PositiveIntegerField(_("seconds of training"))
    digest = models.CharField(max_length=64)
    data = models.BinaryField()

    class Meta:
        verbose_name = _("category model")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lte=F("three")) & Q(three__lte=F("measured")),
                name="cases_model_measures_add_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class SuggestionUse(models.Model):
    """One suggestion that was shown and what was chosen then. Neither the case nor the person is kept."""

    model = models.ForeignKey(CategoryModel, models.CASCADE, related_name="uses")
    at = models.CharField(max_length=8, choices=SuggestedAt.choices)
    day = models.DateField()
    suggested = models.CharField(max_length=12)
    chosen = models.CharField(max_length=12)
    rank = models.PositiveSmallIntegerField()
    """Which of those shown was chosen: 1 the first, 0 another one."""
    confidence = models.PositiveSmallIntegerField()
    """Of the first, in per cent."""

    class Meta:
        verbose_name = _("use of a suggestion")
        constraints = [
            choices_check("at", SuggestedAt, "cases_suggested_at_known"),
            models.CheckConstraint(condition=Q(confidence__lte=100), name="cases_suggestion_in_per_cent"),
        ]
        indexes = [models.Index(fields=["day"], name="cases_suggestion_day")]

    def __str__(self) -> str:
        return f"{self.suggested}→{self.chosen}"
