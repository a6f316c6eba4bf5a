"""What the people it was done for think of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Rating(models.Model):
    """One person's rating of one service rendered. ``subject`` is the ledger stream of what is rated, such as
    ``case/42``; ``round`` counts reopenings, so that a second repair can be rated anew."""

    subject = models.CharField(_("subject"), max_length=80)
    service = models.CharField(_("service"), max_length=24)
    rater = models.CharField(max_length=40, blank=True)
    """Empty for whom it was done for first; else a name of the service's own for each of the others."""
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(_("score"))
    words = models.CharField(_("words"), max_length=500, blank=True)
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    rated_at = models.DateTimeField(_("rated at"))

    class Meta:
        verbose_name = _("rating")
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="voice_score_one_to_five"),
            models.UniqueConstraint(
                fields=["subject", "round", "rater"], name="voice_one_rating_a_rater_and_round"
            ),
        ]
        indexes = [models.Index(fields=["service", "place", "rated_at"], name="voice_rating_place")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.score}"
