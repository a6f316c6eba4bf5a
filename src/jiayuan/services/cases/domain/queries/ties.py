"""What was merged with what."""

from collections.abc import Sequence

from ...enums import TieKind
from ...models import Case, Tie
from ...piece_rules import tie_of
from .opened import lies_beside


def lead_of(case: Case) -> Case | None:
    """The case that this one was merged into; one query."""
    tie = Tie.objects.filter(case=case, kind=TieKind.MERGED).select_related("lead__case__version").first()
    return tie.lead.case if tie is not None and tie.lead is not None else None


def whole_of(case: Case) -> Case | None:
    """The case that this one is a part of, with its photos; no query for one that is none."""
    tie = tie_of(case)
    if tie is None or tie.kind != TieKind.PIECE:
        return None
    rows = Case.objects.filter(tie__leads=tie.lead_id).select_related("version", "unit", "tie")
    return rows.prefetch_related("photos__photo").first()


def merged_into(case: Case) -> Sequence[Case]:
    """The cases that were merged into this one, with their photos; two queries."""
    if not lies_beside(case, "merged"):
        return []
    rows = Case.objects.filter(tie__lead_id=case.pk, tie__kind=TieKind.MERGED).select_related(
        "version", "place"
    )
    return list(rows.prefetch_related("photos__photo").order_by("pk"))
