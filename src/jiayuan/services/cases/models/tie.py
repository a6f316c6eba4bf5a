"""Several cases that belong together: one leads; the others were merged into it, or are parts of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import State, TieKind
from .case import Case

MOST_PIECES = 9


class TieQuerySet(models.QuerySet["Tie"]):
    def pieces(self) -> Self:
        return self.filter(kind=TieKind.PIECE)


class Tie(models.Model):
    """A case has one row at most: it leads, was merged into one that leads, or is a part of one.

    What is led to must lead itself: ``lead`` points at ``leads``, which only rows of that kind have. So the database
    refuses chains and circles, a part of a part, and a part that is merged, whoever does what at the same moment.

    What ends in ``before`` is of what was merged: how it stood, for that is what it comes back to when it is taken out
    again (``domain/unmerging.py``). ``state_before`` is empty where it was merged before this was kept.
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

    state_before = models.CharField(max_length=12, choices=State.choices, blank=True)
    unit_before = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    handler_before = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verifier_before = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

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
            models.CheckConstraint(
                condition=Q(kind=TieKind.MERGED)
                | Q(state_before="", unit_before=None, handler_before=None, verifier_before=None),
                name="cases_only_merged_comes_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.leads = self.case_id if self.kind == TieKind.LEAD else None
        super().save(*args, **kwargs)  # type: ignore[arg-type]
