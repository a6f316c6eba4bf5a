"""The form with which a case is divided: rows of unit, category and words, without those that were left empty."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.given import PieceDraft
from ..models.tie import MOST_PIECES
from .sheet import Sheet, whole_number

ROWS = 3


@dataclass(frozen=True)
class Row:
    """One part in the form; the names of its fields are those that faults name."""

    number: int
    draft: PieceDraft

    @property
    def unit_field(self) -> str:
        return f"piece_{self.number}_unit"

    @property
    def category_field(self) -> str:
        return f"piece_{self.number}_category"

    @property
    def words_field(self) -> str:
        return f"piece_{self.number}_words"


def pieces_in(sheet: Sheet) -> Sequence[PieceDraft]:
    """What was filled in, in its order."""
    found = []
    for number in range(1, MOST_PIECES + 1):
        unit, words = sheet.get(f"piece_{number}_unit"), sheet.get(f"piece_{number}_words")
        if unit.strip() or words.strip():
            found.append(PieceDraft(whole_number(unit), words, sheet.get(f"piece_{number}_category")[:12]))
    return found


def rows_of_pieces(drafts: Sequence[PieceDraft], *, more: bool = False) -> Sequence[Row]:
    """Those that are filled in and empty ones up to :data:`ROWS`, or one more."""
    many = min(max(len(drafts) + more, ROWS), MOST_PIECES)
    filled = [*drafts, *[PieceDraft(None, "")] * many][:many]
    return [Row(number, draft) for number, draft in enumerate(filled, start=1)]
