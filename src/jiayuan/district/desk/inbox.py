"""Everything that waits for one actor, by consequence, with the reason it is theirs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.spoken import local, remaining, when
from jiayuan.foundation.common.plainwords import likeness, normalise
from jiayuan.foundation.common.registers import WorkItem, registers

LIMIT = 100
"""Nobody works through more at a time; the count says how many there are."""
LIGHT_ORDER = {"red": 0, "amber": 1, "green": 2, "none": 3}
_NEVER = datetime.max.replace(tzinfo=UTC)
NEAR_ENOUGH = 0.5


@dataclass(frozen=True)
class Chip:
    """A filter: a kind of work and how much of it waits."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class Line:
    """A work item with its deadline in words."""

    item: WorkItem
    due: str
    remaining: str


@dataclass(frozen=True)
class Inbox:
    lines: Sequence[Line]
    chips: Sequence[Chip]
    total: int
    """All that waits, whatever the filters."""
    matching: int
    """What the chosen kind holds; more than ``lines`` where the limit cut."""
    overdue: int
    """Whose time has passed; whatever the filters."""
    due_today: int
    """Due between now and the end of today; whatever the filters."""

    @property
    def is_cut(self) -> bool:
        return self.matching > len(self.lines)


def inbox(actor: Actor, *, kind: str = "", words: str = "") -> Inbox:
    """The inbox of ``actor``, narrowed to one ``kind`` and to what ``words`` are found in."""
    items = [item for source in registers.work for item in source.items(actor, LIMIT)]
    chips = _chips(actor, Counter(item.kind for item in items))
    of_kind = [item for item in items if kind in ("", item.kind)]
    found = [item for item in of_kind if _mentions(item, words)]
    lines = [_line(item) for item in sorted(found, key=consequence)[:LIMIT]]
    matching = sum(chip.count for chip in chips if kind in ("", chip.kind)) - (len(of_kind) - len(found))
    return Inbox(lines, chips, sum(chip.count for chip in chips), matching, *_urgent(items))


def count_waiting(actor: Actor) -> int:
    """How much waits for ``actor``, as the sources count it: for the number in the navigation."""
    return sum(count for source in registers.work for _label, count in source.counts(actor).values())


def consequence(item: WorkItem) -> tuple[int, datetime, int, str]:
    """The order of the inbox: what is late before what is soon, earlier before later, graver before lighter."""
    return LIGHT_ORDER.get(item.light, 3), item.due_at or _NEVER, -item.weight, item.key


def _chips(actor: Actor, listed: "Counter[str]") -> list[Chip]:
    """A kind counts what is listed of it (an item wanted for two reasons is one line); past the limit, what its
    source counts."""
    found: dict[str, Chip] = {}
    for source in registers.work:
        for kind, (label, count) in source.counts(actor).items():
            exact = count if count > LIMIT else listed[kind]
            if exact:
                found[kind] = Chip(kind, label, exact)
    return list(found.values())


def _mentions(item: WorkItem, words: str) -> bool:
    """Is every word found, as written or as it sounds?"""
    parts = normalise(words).split()
    if not parts:
        return True
    text = _text_of(item)
    return all(part in text or likeness(part, [item.title, item.where]) >= NEAR_ENOUGH for part in parts)


def _text_of(item: WorkItem) -> str:
    return " ".join(
        normalise(each) for each in (item.title, item.where, item.basis, item.kind_label, item.key)
    )


def _line(item: WorkItem) -> Line:
    if item.due_at is None:
        return Line(item, "", "")
    return Line(item, when(item.due_at), remaining(item.due_at, now()))


def _urgent(items: Sequence[WorkItem]) -> tuple[int, int]:
    """How many are overdue, and how many more are due by tonight."""
    due = [item.due_at for item in items if item.due_at is not None]
    moment, day = now(), today()
    late = sum(each < moment for each in due)
    return late, sum(local(each).date() <= day for each in due) - late


def sheet(lines: Iterable[Line]) -> list[list[str]]:
    """The lines as rows of text, in the order and with the words that the page shows."""
    return [
        [
            each.item.title,
            each.item.where,
            each.item.kind_label,
            each.item.basis,
            each.due,
            each.remaining,
            each.item.due_because,
        ]
        for each in lines
    ]
