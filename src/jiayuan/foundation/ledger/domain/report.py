"""What a verification found."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS_LISTED = 100
"""A ledger that was overwritten has as many faults as entries; this many are described, all are counted."""


class FaultKind(StrEnum):
    CHANGED = "changed"
    PAYLOAD_CHANGED = "payload-changed"
    PAYLOAD_MISSING = "payload-missing"
    MISSING = "missing"
    UNLINKED = "unlinked"
    LENGTH = "length"
    HEAD = "head"
    NO_HEAD = "no-head"
    NO_ENTRIES = "no-entries"
    UNREADABLE = "unreadable"
    SEAL = "seal"


WORDS: dict[FaultKind, Promise] = {
    FaultKind.CHANGED: _("The entry was changed after it was written."),
    FaultKind.PAYLOAD_CHANGED: _("What was recorded before and after was changed."),
    FaultKind.PAYLOAD_MISSING: _("The content is gone, and no erasure of it was recorded."),
    FaultKind.MISSING: _("Entries before this one are missing."),
    FaultKind.UNLINKED: _("The entry does not follow from the one before it: changed, moved or put in."),
    FaultKind.LENGTH: _("The stream does not end where its head says: entries were cut off or put in."),
    FaultKind.HEAD: _("The last entry is not the one that the stream's head names."),
    FaultKind.NO_HEAD: _("The stream has entries but no head."),
    FaultKind.NO_ENTRIES: _("The stream has a head but no entries."),
    FaultKind.UNREADABLE: _("The entry holds values of a kind that the platform never writes."),
    FaultKind.SEAL: _("The entries up to this seal are not those that were sealed."),
}


@dataclass(frozen=True)
class Fault:
    """One place where the ledger is not what was written."""

    kind: FaultKind
    stream: str = ""
    number: int | None = None
    entry: int | None = None
    """The entry's id; for a seal, the last id that it covers."""

    @property
    def words(self) -> str:
        return str(WORDS[self.kind])

    def as_dict(self) -> dict[str, Any]:
        return {
            "stream": self.stream,
            "number": self.number,
            "entry": self.entry,
            "kind": self.kind.value,
            "words": self.words,
        }


@dataclass
class Report:
    """The result of :func:`~.verify.verify`, JSON-ready through :meth:`as_dict`."""

    entries: int = 0
    streams: int = 0
    seals: int = 0
    seconds: float = 0.0
    fault_count: int = 0
    faults: list[Fault] = field(default_factory=list)
    """The first :data:`FAULTS_LISTED` of them."""

    @property
    def ok(self) -> bool:
        return self.fault_count == 0

    def find(self, fault: Fault) -> None:
        self.fault_count += 1
        if len(self.faults) < FAULTS_LISTED:
            self.faults.append(fault)

    def as_dict(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "entries": self.entries,
            "streams": self.streams,
            "seals": self.seals,
            "seconds": round(self.seconds, 3),
            "fault_count": self.fault_count,
            "faults": [fault.as_dict() for fault in self.faults],
        }
