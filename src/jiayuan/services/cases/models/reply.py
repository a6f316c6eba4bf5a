"""What is said again and again, kept once: words for the answers of the desk and of the units."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def _reads_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


class ReplyTemplate(models.Model):
    """Words for ``action`` (any, if empty) on cases of ``category`` and what is below it (any, if None). Kept by a
    place, for the desks inside it, or by a unit, for its own people. Gaps such as ``{number}`` are filled in from the
    case when it is chosen.

    ``revision`` counts changes; the ledger has each wording. ``uses`` counts how often it was sent.
    """

    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    words = models.TextField(_("Chinese wording"), max_length=1000)
    words_en = models.TextField(_("English wording"), max_length=1000, blank=True)
    action = models.CharField(_("action"), max_length=20, blank=True)
    """One of ``Action``; which there are is the life of a case to say, not this table."""
    category = models.ForeignKey(
        "cases.Category", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)
    uses = models.PositiveIntegerField(_("times used"), default=0)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reply template")
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(place__isnull=True, unit__isnull=False)
                | Q(place__isnull=False, unit__isnull=True),
                name="cases_reply_has_one_keeper",
            ),
            models.UniqueConstraint(
                fields=["place", "name"], condition=Q(retired_at=None), name="cases_one_reply_a_name_of_place"
            ),
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(retired_at=None), name="cases_one_reply_a_name_of_unit"
            ),
        ]

    def __str__(self) -> str:
        """In the reader's language, if it was given a name in it."""
        return self.name if _reads_chinese() or not self.name_en else self.name_en

    @property
    def wording(self) -> str:
        """In the reader's language, if it was written in it."""
        return self.words if _reads_chinese() or not self.words_en else self.words_en

    @property
    def keeper(self) -> str:
        return str(self.place or self.unit)
