"""What the form of a kit sends, and its lines as they are shown: typed ones come back as they were."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiayuan.services.cases.interfaces.sheet import Sheet, whole_number

from ..domain.kits import KitDraft, StepDraft
from ..kit_enums import StepBy
from ..limits import KIT_STEPS
from ..models import Kit

EMPTY = 2
"""Lines to fill in below those that are there."""
MINUS = "−"


@dataclass(frozen=True)
class StepRow:
    at: int
    what: str = ""
    who: str = StepBy.COMMUNITY
    week: str = ""
    was_done: bool = False


def read_week(text: str) -> int | None:
    """``-2`` and ``−2`` alike; None for what is no whole number."""
    text = text.strip().replace(MINUS, "-")
    number = whole_number(text.removeprefix("-").removeprefix("+"))
    return None if number is None else -number if text.startswith("-") else number


def read_kit(sheet: Sheet) -> KitDraft:
    steps = [
        StepDraft(each.what, each.who, read_week(each.week), each.was_done, each.at)
        for each in typed_rows(sheet)
    ]
    return KitDraft(sheet.get("title"), sheet.get("worked"), sheet.get("failed"), steps)


def typed_rows(sheet: Sheet) -> Sequence[StepRow]:
    many = min(whole_number(sheet.get("lines")) or 0, KIT_STEPS + EMPTY)
    return [
        StepRow(
            at, sheet.get(f"what-{at}"), sheet.get(f"who-{at}"), sheet.get(f"week-{at}"),
            bool(sheet.get(f"done-{at}")),
        )
        for at in range(many)
    ]  # fmt: skip


def rows_of(kit: Kit, sheet: Sheet) -> Sequence[StepRow]:
    """As typed where a form came back; otherwise as kept, and some empty ones."""
    if sheet.faults:
        return typed_rows(sheet)
    kept = [
        StepRow(at, each.what, each.who, str(each.week), each.was_done)
        for at, each in enumerate(kit.steps.all())
    ]
    return [*kept, *(StepRow(len(kept) + more) for more in range(EMPTY))]


def filled(kit: Kit, sheet: Sheet, *, is_stale: bool = False) -> Sheet:
    """The sheet of the form: what was typed, or what is kept. ``is_stale``: what was typed, at the revision that is
    kept and shown beside it, so that it can be sent again."""
    if is_stale:
        sheet.values["revision"] = str(kit.revision)
    if not sheet.faults:
        sheet.values |= {
            "title": kit.title, "worked": kit.worked, "failed": kit.failed, "revision": str(kit.revision)
        }  # fmt: skip
    return sheet
