"""Imports side by side: what they lock, they lock in the same order."""

from collections.abc import Sequence

from jiayuan.foundation.common.cells import text_of
from jiayuan.foundation.common.locking import lock_name
from jiayuan.foundation.common.sheets import Sheet

from .rows import Parsed


def in_order(rows: Sequence[Parsed], sheet: Sheet) -> list[Parsed]:
    """By what identifies them, whatever their order in the file: each locks what it changes until the chunk is kept."""
    return sorted(rows, key=lambda each: [text_of(each.values.get(key)) for key in sheet.key])


def take_turns(sheet_name: str, *, alone: bool) -> None:
    """Wait until no other import of this list stands in the way, until the transaction ends. Chunks of several imports
    go side by side; ``alone`` is for one whose rows are not in order over all its chunks."""
    lock_name(f"import/{sheet_name}", shared=not alone)
