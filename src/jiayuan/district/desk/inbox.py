"""Everything that waits for one actor, by consequence, with the reason it is theirs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.spoken import local, moment_in_full, remaining, when
from jiayuan.foundation.common.counted import Counted, count_together
from jiayuan.foundation.common.plainwords import likeness, normalise
from jiayuan.foundation.common.registers import WorkItem, WorkSource, registers

LIMIT = 100
"""Nobody works through more at a time; the count says how many there are."""
LIGHT_ORDER = {"red": 0, "amber": 1, "green": 2, "none": 3}
_NEVER = datetime.max.replace(tzinfo=UTC)
NEAR_ENOUGH = 0.5


Listed = tuple[WorkSource, Sequence[WorkItem]]


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
    listed = [(source, source.items(actor, LIMIT)) for source in registers.work]
    items = [item for _source, found in listed for item in found]
    chips = _chips(actor, listed)
    of_kind = [item for item in items if kind in ("", item.kind)]
    matches = [item for item in of_kind if _mentions(item, words)]
    lines = [_line(item) for item in sorted(matches, key=consequence)[:LIMIT]]
    matching = sum(chip.count for chip in chips if kind in ("", chip.kind)) - (len(of_kind) - len(matches))
    return Inbox(lines, chips, sum(chip.count for chip in chips), matching, *_urgent(items))


def count_waiting(actor: Actor) -> int:
    """How much waits for ``actor``, as the sources count it: for the number in the navigation."""
    return sum(count for _label, count in _counts(actor, list(registers.work)).values())


def _counts(actor: Actor, sources: Sequence[WorkSource]) -> dict[str, tuple[str, int]]:
    """What each source counts; all that leave the counting to us, in one query."""
    counted = [source.counts for source in sources if isinstance(source.counts, Counted)]
    found = count_together(counted, actor) if counted else {}
    for source in sources:
        if not isinstance(source.counts, Counted):
            found |= source.counts(actor)
    return found


def consequence(item: WorkItem) -> tuple[int, datetime, int, str]:
    """The order of the inbox: what is late before what is soon, earlier before later, graver before lighter."""
    return LIGHT_ORDER.get(item.light, 3), item.due_at or _NEVER, -item.weight, item.key


def _chips(actor: Actor, listed: Sequence[Listed]) -> list[Chip]:
    """A kind counts what is listed of it (an item wanted for two reasons is one line); past the limit, what its
    source counts. A source that lists less than the limit has listed all and is not asked to count."""
    cut = [source for source, items in listed if len(items) >= LIMIT]
    counts = _counts(actor, cut) if cut else {}
    many = Counter(item.kind for _source, items in listed for item in items)
    found = []
    for kind, label in (_labels(listed) | {kind: label for kind, (label, _count) in counts.items()}).items():
        count = counts.get(kind, ("", 0))[1]
        exact = count if count > LIMIT else many[kind]
        if exact:
            found.append(Chip(kind, label, exact))
    return found


def _labels(listed: Sequence[Listed]) -> dict[str, str]:
    """Of the kinds listed, in the order in which their sources name them."""
    found: dict[str, str] = {}
    for source, items in listed:
        said = {item.kind: item.kind_label for item in items}
        order = source.counts.labels if isinstance(source.counts, Counted) else said
        found |= {kind: said[kind] for kind in order if kind in said}
    return found


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
    """The lines as rows of text, in the order and with the words that the page shows; days with their date, since a
    file is read later than it is made."""
    return [
        [
            each.item.title,
            each.item.where,
            each.item.kind_label,
            each.item.basis,
            moment_in_full(each.item.due_at) if each.item.due_at is not None else "",
            each.remaining,
            each.item.due_because,
        ]
        for each in lines
    ]
