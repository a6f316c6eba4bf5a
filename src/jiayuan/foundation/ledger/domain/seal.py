"""Seals: what was in the ledger up to a moment, in one hash that can be kept elsewhere.

A chain shows what happened inside a stream; a stream cut off with its head adjusted, or removed altogether, shows only
here. Someone who can rewrite the database can rewrite the seals too: therefore the root is shown, to be written
down outside.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from django.db import OperationalError, connection, transaction
from django.db.models import F, Max

from jiayuan.foundation.clock.now import now

from ..hashing import spell_moment
from ..models import Entry, Seal
from ..moments import SpelledMoment
from .report import Fault, FaultKind, Report

_CHUNK = 5000
_PATIENCE = "5s"


def seal() -> Seal | None:
    """Seal all entries written since the last seal. None when there are none, or writers are busy for too long.

    Call outside a transaction: on PostgreSQL writers wait while the last id is read.
    """
    up_to = _last_settled_id()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # one sealer at a time; readers go on
                cursor.execute("LOCK TABLE ledger_seal IN EXCLUSIVE MODE")
        previous = Seal.objects.order_by("-up_to").first()
        if up_to is None or (previous and previous.up_to >= up_to):
            return None
        entries = Entry.objects.filter(pk__gt=previous.up_to if previous else 0, pk__lte=up_to).order_by("pk")
        rows = entries.values_list("pk", "hash").iterator(chunk_size=_CHUNK)
        at = now()
        count, root = _root(previous.root if previous else "", spell_moment(at), up_to, rows)
        sealed = Seal(up_to=up_to, entries=count + (previous.entries if previous else 0), root=root, at=at)
        sealed.save()
    return sealed


def seal_what_is_new() -> int:
    """The clock's duty: how many entries are under seal if a seal was made, else 0."""
    made = seal()
    return made.entries if made else 0


def _last_settled_id() -> int | None:
    """The highest id below which no transaction can still put in an entry.

    PostgreSQL hands out ids when rows are inserted and shows them when they are committed, in any order. Waiting
    for the writers of the moment to finish is exact where a period of grace is a guess.
    """
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
                    cursor.execute("LOCK TABLE ledger_entry IN SHARE MODE")
            return Entry.objects.aggregate(last=Max("pk"))["last"]
    except OperationalError:
        return None


Pair = tuple[int, str]


class _Pairs:
    """The ids and hashes of all entries, handed out seal by seal in one pass."""

    def __init__(self, rows: Iterator[Pair]):
        self._rows = rows
        self._ahead: Pair | None = None

    def up_to(self, last: int) -> Iterator[Pair]:
        while (row := self._ahead or next(self._rows, None)) is not None:
            self._ahead = row if row[0] > last else None
            if self._ahead:
                return
            yield row


def _root(previous_root: str, spelled_at: str, up_to: int, pairs: Iterable[Pair]) -> tuple[int, str]:
    """How many pairs there are, and the root over them.

    It is SHA-256 over lines: the root before, the moment, the last id covered, then ``id:hash`` of each entry.
    """
    digest = sha256(f"{previous_root}\n{spelled_at}\n{up_to}\n".encode())
    count = 0
    for entry_id, entry_hash in pairs:
        digest.update(f"{entry_id}:{entry_hash}\n".encode())
        count += 1
    return count, digest.hexdigest()


def check_seals(report: Report) -> None:
    """Recompute every seal in one pass over the entries by id."""
    # The seals are read first: whatever they cover is then among the entries.
    seals = Seal.objects.annotate(spelled=SpelledMoment(F("at"))).order_by("up_to")
    pairs = _Pairs(Entry.objects.order_by("pk").values_list("pk", "hash").iterator(chunk_size=_CHUNK))
    root, entries = "", 0
    for up_to, spelled, kept, covered in seals.values_list("up_to", "spelled", "root", "entries").iterator():
        count, found = _root(root, spelled, up_to, pairs.up_to(up_to))
        if found != kept or entries + count != covered:
            report.find(Fault(FaultKind.SEAL, entry=up_to))
        report.seals += 1
        root, entries = kept, covered
