"""Several cases that belong together: one leads; the others were merged into it, or are parts of it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import TieKind
from .case import Case

MOST_PIECES = 9


class TieQuerySet(models.QuerySet["Tie"]):
    def pieces(self) -> Self:
        return self.filter(kind=TieKind.PIECE)


class Tie(models.Model):
    """A case has one row at most: it leads, was merged into one that leads, or is a part of one.

    What is led to must lead itself: ``lead`` points at ``leads``, which only rows of that kind have. So the database
    refuses chains and circles, a part of a part, and a part that is merged, whoever does what at the same moment.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="tie")
    kind = models.CharField(max_length=8, choices=TieKind.choices)
    leads = models.BigIntegerField(null=True, unique=True, editable=False)
    """Its own key where it leads, else nothing: what ``lead`` may point at."""
    lead = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="led", to_field="leads"
    )
    number = models.PositiveSmallIntegerField(_("number of the part"), null=True)
    """Of a part, from 1 to :data:`MOST_PIECES`: two who divide at the same moment cannot both."""
    is_awaited = models.BooleanField(_("is waited for"), default=True)
    """Whether the case that leads waits for this part to end."""
    at = models.DateTimeField()

    objects = TieQuerySet.as_manager()

    class Meta:
        verbose_name = _("tie between cases")
        constraints = [
            choices_check("kind", TieKind, "cases_tie_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=TieKind.LEAD, lead=None, leads=F("case"))
                | Q(kind__in=[TieKind.MERGED, TieKind.PIECE], lead__isnull=False, leads=None),
                name="cases_tied_to_one_that_leads",
            ),
            models.CheckConstraint(
                condition=Q(kind=TieKind.PIECE, number__isnull=False, number__gte=1, number__lte=MOST_PIECES)
                | (~Q(kind=TieKind.PIECE) & Q(number=None)),
                name="cases_piece_has_a_number",
            ),
            models.UniqueConstraint(fields=["lead", "number"], name="cases_one_piece_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.leads = self.case_id if self.kind == TieKind.LEAD else None
        super().save(*args, **kwargs)  # type: ignore[arg-type]
