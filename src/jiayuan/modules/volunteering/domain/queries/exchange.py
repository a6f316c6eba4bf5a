"""Reading which hours are ready for the national system, which lack something, and what changed since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.places.paths import inside

from ...exchange_enums import Answer, ExchangeState, Operation
from ...models import ExchangeFile, ExchangeRow, HourEntry
from ...rules import KEEPERS
from ..exchange_items import changed_items, lacking

MOST = 5000
"""Rows in one file."""
AT_ONCE = 1000
"""Entries that are read and compared together."""
HELD = (Operation.NEW, Operation.CHANGE)
_GONE = Q(reversal__isnull=False)
_THERE = Q(held__in=HELD)
"""The other side has it, by the last row that it did not refuse: what it refused to take off is still there."""
_REFUSED, _UNREFUSED = Q(answer=Answer.REFUSED), Q(answer__in=(Answer.NONE, Answer.ACCEPTED))
_LACKS = Q(person__phone=None) | Q(person__phone="") | Q(person__name="")
CONDITIONS = {
    ExchangeState.READY: ~_GONE & Q(last=None) & ~_LACKS,
    ExchangeState.INCOMPLETE: ~_GONE & (Q(last=None) | _REFUSED) & _LACKS,
    ExchangeState.SENT: ~_GONE & _THERE & _UNREFUSED,
    ExchangeState.CHANGED: _GONE & _THERE,
    ExchangeState.REFUSED: ~_GONE & _REFUSED & ~_LACKS,
}
"""By what the tables alone can tell. A name, a number or the table of items that changed is found by
:func:`differences`, which compares value by value."""


@dataclass(frozen=True)
class Line:
    """An entry with its state. ``lacks``: names of what is missing; ``words``: what the other side said."""

    entry: HourEntry
    state: ExchangeState
    lacks: Sequence[str] = ()
    words: str = ""


@dataclass(frozen=True)
class Difference:
    """An entry that was sent and is not the same any more; ``items`` empty where it was taken off."""

    entry: HourEntry
    row: ExchangeRow
    operation: Operation
    items: Sequence[tuple[str, str, str]] = field(default_factory=tuple)


def entries_within(paths: Sequence[str]) -> "QuerySet[HourEntry]":
    """Entries of service that count, with the last operation on each and its answer, and the last that was not refused
    (``held``). Never reversals, nor what was reversed before anybody was told of it."""
    rows = HourEntry.objects.filter(inside(list(paths), field="place_id"), reverses=None)
    last = ExchangeRow.objects.filter(entry=OuterRef("pk")).order_by("-pk")
    found = rows.counting().annotate(
        last=Subquery(last.values("operation")[:1]),
        answer=Subquery(last.values("answer")[:1]),
        answer_words=Subquery(last.values("answer_words")[:1]),
        held=Subquery(last.exclude(answer=Answer.REFUSED).values("operation")[:1]),
    )
    shown = found.filter(~_GONE | _THERE)
    return shown.select_related("person", "place", "organisation", "reversal").defer("place__boundary")


def listed(actor: Actor, state: str = "") -> "QuerySet[HourEntry]":
    rows = entries_within(actor.reach.paths_for(*KEEPERS))
    return rows.filter(CONDITIONS[ExchangeState(state)]) if state in ExchangeState.values else rows


def line_of(entry: Any) -> Line:
    """No query for an entry of :func:`listed`."""
    if hasattr(entry, "reversal"):
        return Line(entry, ExchangeState.CHANGED, (), entry.answer_words or "")
    if entry.last is not None and entry.answer != Answer.REFUSED:
        return Line(entry, ExchangeState.SENT)
    missing = lacking(entry)
    if missing:
        return Line(entry, ExchangeState.INCOMPLETE, missing, entry.answer_words or "")
    if entry.answer == Answer.REFUSED:
        return Line(entry, ExchangeState.REFUSED, (), entry.answer_words or "")
    return Line(entry, ExchangeState.READY)


def counted(actor: Actor) -> dict[str, int]:
    """How many in each state. Five queries."""
    rows = entries_within(actor.reach.paths_for(*KEEPERS)).order_by()
    return {state.value: rows.filter(condition).count() for state, condition in CONDITIONS.items()}


def differences(paths: Sequence[str]) -> Iterator[Difference]:
    """What was sent and is not so any more: what was taken off, then what reads otherwise now, the oldest first.

    Looks through everything that was sent, :data:`AT_ONCE` entries with two queries.
    """
    rows = entries_within(paths)
    for entry, row in _with_last_row(rows.filter(_GONE & _THERE)):
        yield Difference(entry, row, Operation.REMOVE)
    for entry, row in _with_last_row(rows.filter(CONDITIONS[ExchangeState.SENT])):
        if found := changed_items(entry, row.sent):
            yield Difference(entry, row, Operation.CHANGE, found)


def _with_last_row(rows: "QuerySet[HourEntry]") -> Iterator[tuple[HourEntry, ExchangeRow]]:
    after = 0
    while entries := list(rows.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        sent = ExchangeRow.objects.filter(entry__in=[each.pk for each in entries]).select_related("file")
        last = {row.entry_id: row for row in sent.order_by("pk")}
        for entry in entries:
            yield entry, last[entry.pk]
        after = entries[-1].pk
        if len(entries) < AT_ONCE:
            return


def files_of(actor: Actor, limit: int = 10) -> list[ExchangeFile]:
    """The latest of my places."""
    rows = ExchangeFile.objects.within(actor.reach.paths_for(*KEEPERS)).select_related("place", "made_by")
    return list(rows.defer("place__boundary").order_by("-pk")[:limit])


def latest_rows(actor: Actor) -> "QuerySet[ExchangeRow]":
    """The rows of the file that this actor put together last."""
    files = ExchangeFile.objects.within(actor.reach.paths_for(*KEEPERS)).filter(made_by_id=actor.pk)
    rows = ExchangeRow.objects.filter(file=files.order_by("-pk").values("pk")[:1])
    return rows.select_related("entry__person", "entry__place", "entry__organisation").defer(
        "entry__place__boundary"
    )
