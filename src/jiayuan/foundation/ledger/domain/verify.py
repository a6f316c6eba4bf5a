"""Walking the ledger: is everything still as it was written, and is it all there?

One statement reads all entries beside the heads of their streams, in order and as a stream of rows, so that the
memory stays flat, the number of statements constant, and writers who go on meanwhile raise no false alarm.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, TextField
from django.db.models.functions import Cast

from ..hashing import HASHED_FIELDS, digest_payload, hash_facts
from ..models import Entry, Stream
from ..moments import SpelledMoment
from .erase import Erasures
from .report import Fault, FaultKind, Report
from .seal import check_seals

_CHUNK = 2000


class _Row(NamedTuple):
    """An entry as it lies in the table, and its stream's head."""

    facts: tuple[Any, ...]
    entry: int
    hash: str
    salt: str
    text: str | None
    erased: str | None
    length: int
    head: str

    @property
    def digest(self) -> str:
        return self.facts[-2]

    @property
    def previous(self) -> str:
        return self.facts[-1]


def verify(streams: Iterable[str] | None = None) -> Report:
    """Recompute every hash and look for what was changed, moved, put in or taken away.

    :param streams: only these; then the seals, which run across all streams, are not looked at.
    """
    begun = time.perf_counter()
    report = Report()
    names = None if streams is None else sorted(set(streams))
    with _one_cursor():
        walk = _Walk(report)
        for row in _rows(names):
            walk.see(row)
        walk.finish()
        _find_torn_streams(report, names)
        if names is None:
            check_seals(report)
    report.seconds = time.perf_counter() - begun
    return report


def _one_cursor() -> AbstractContextManager[Any]:
    """PostgreSQL streams rows only inside a transaction; on SQLite one would keep all writers waiting."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


def _rows(names: list[str] | None) -> Iterator[_Row]:
    rows = Entry.objects.annotate(
        spelled=SpelledMoment(F("at")),
        text=Cast("payload", TextField()),
        erased=SpelledMoment(F("erased_at")),
    ).order_by("stream_id", "number")
    if names is not None:
        rows = rows.filter(stream_id__in=names)
    hashed = ["spelled" if name == "at" else name for name in HASHED_FIELDS]
    many = len(hashed)
    columns = (*hashed, "pk", "hash", "salt", "text", "erased", "stream__length", "stream__head")
    for values in rows.values_list(*columns).iterator(chunk_size=_CHUNK):
        yield _Row(values[:many], *values[many:])


def _find_torn_streams(report: Report, names: list[str] | None) -> None:
    """Entries without a head, which the walk does not meet because it reads both in one, and heads without entries."""
    heads, entries = Stream.objects.all(), Entry.objects.order_by()
    if names is not None:
        heads, entries = heads.filter(pk__in=names), entries.filter(stream__in=names)
    headless = entries.filter(~Exists(Stream.objects.filter(pk=OuterRef("stream_id"))))
    for name in headless.values_list("stream_id", flat=True).distinct():
        report.find(Fault(FaultKind.NO_HEAD, name))
    empty = heads.filter(~Exists(Entry.objects.filter(stream=OuterRef("pk"))))
    for name in empty.values_list("name", flat=True):
        report.find(Fault(FaultKind.NO_ENTRIES, name))


class _Walk:
    """Goes along one stream after another."""

    def __init__(self, report: Report):
        self._report = report
        self._last: _Row | None = None

    def see(self, row: _Row) -> None:
        self._report.entries += 1
        last = self._last
        if last is None or last.facts[0] != row.facts[0]:
            self.finish()
            last = None
            self._report.streams += 1
        try:
            self._check_place(row, last)
            self._check_content(row)
        except (TypeError, ValueError):
            self._find(FaultKind.UNREADABLE, row)
        self._last = row

    def finish(self) -> None:
        """The end of a stream: does its head agree?"""
        last, self._last = self._last, None
        if last is None:
            return
        if last.length != last.facts[1]:
            self._find(FaultKind.LENGTH, last)
        elif last.head != last.hash:
            self._find(FaultKind.HEAD, last)

    def _find(self, kind: FaultKind, row: _Row) -> None:
        self._report.find(Fault(kind, row.facts[0], row.facts[1], row.entry))

    @cached_property
    def _erasures(self) -> Erasures:
        """Read when the first blank payload is met: after the rows, so that no erasure among them is unknown."""
        return Erasures()

    def _check_place(self, row: _Row, last: _Row | None) -> None:
        if row.facts[1] != (last.facts[1] if last else 0) + 1:
            self._find(FaultKind.MISSING, row)
        elif row.previous != (last.hash if last else ""):
            self._find(FaultKind.UNLINKED, row)

    def _check_content(self, row: _Row) -> None:
        if hash_facts(row.facts) != row.hash:
            self._find(FaultKind.CHANGED, row)
        if row.text is None:
            if row.salt or not self._erasures.cover(row.entry, row.erased):
                self._find(FaultKind.PAYLOAD_MISSING, row)
        elif row.erased is not None or digest_payload(row.text, row.salt) != row.digest:
            self._find(FaultKind.PAYLOAD_CHANGED, row)
