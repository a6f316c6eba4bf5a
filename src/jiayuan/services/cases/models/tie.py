"""Several cases of one problem: one leads, the others were merged into it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import TieKind
from .case import Case


class Tie(models.Model):
    """A case has one row at most: it leads, or it was merged into one that leads. Because that row is the only one, no
    case is both, and neither chains nor circles can come about, whoever merges at the same moment."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="tie")
    kind = models.CharField(max_length=8, choices=TieKind.choices)
    lead = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("tie between cases")
        constraints = [
            choices_check("kind", TieKind, "cases_tie_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=TieKind.LEAD, lead=None) | Q(kind=TieKind.MERGED, lead__isnull=False),
                name="cases_merged_into_one_that_leads",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
