"""Reading the ledger."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from ..models import Entry, Seal, Stream
from .record import record
from .report import Report

VERIFICATIONS = "ledger/verifications"


def entries() -> "QuerySet[Entry]":
    """All entries with the people they name, in no order."""
    return Entry.objects.select_related("actor", "on_behalf_of").order_by()


def history(stream: str) -> "QuerySet[Entry]":
    """What was recorded about one subject, such as ``case/42``, oldest first."""
    return entries().filter(stream_id=stream).order_by("number")


def streams_named(beginning: str) -> "QuerySet[Stream]":
    """Streams whose name begins so, in order of name."""
    found = Stream.objects.filter(name__startswith=beginning).order_by("name")
    if connection.vendor == "sqlite":  # whose LIKE uses no index; its order is that of code points
        found = found.filter(name__gte=beginning, name__lt=beginning + "\U0010ffff")
    return found


def latest_seals(limit: int = 5) -> list[Seal]:
    return list(Seal.objects.order_by("-up_to")[:limit])


@dataclass(frozen=True)
class Verification:
    """A verification that was run and recorded."""

    at: datetime
    by: Any
    door: str
    """Who set it going, in the reader's language: the shell, the timetable, or the page it was asked for on."""
    ok: bool
    entries: int
    streams: int
    seals: int
    seconds: float
    fault_count: int


SHELL, TIMETABLE = "shell", "timetable"
_DOORS = {SHELL: pgettext_lazy("door", "Shell"), TIMETABLE: pgettext_lazy("door", "Timetable")}


def record_verification(report: Report, *, by: Any = None, door: str = "") -> Entry:
    """Keep the outcome of a verification of everything in the ledger itself.

    :param door: :data:`SHELL` or :data:`TIMETABLE`, which the entry's source does not tell apart.
    """
    kept: dict[str, Any] = {key: value for key, value in report.as_dict().items() if key != "faults"}
    if door:
        kept["door"] = door
    kept["kinds"] = sorted({fault.kind.value for fault in report.faults})
    return record(VERIFICATIONS, "ledger.verified", by=by, after=kept)


def last_verification() -> Verification | None:
    """The latest that was kept, read through the index of its stream. One query."""
    entry = history(VERIFICATIONS).filter(payload__isnull=False).last()
    if entry is None:
        return None
    kept = entry.payload["after"]
    numbers = {name: kept[name] for name in ("ok", "entries", "streams", "seals", "seconds", "fault_count")}
    door = str(_DOORS.get(kept.get("door", ""), entry.get_source_display()))
    return Verification(at=entry.at, by=entry.actor, door=door, **numbers)


def changed_fields(entry: Entry) -> list[str]:
    """The names, not the values, of what an entry says was changed."""
    if entry.payload is None:
        return []
    return sorted({*entry.payload["before"], *entry.payload["after"]})
