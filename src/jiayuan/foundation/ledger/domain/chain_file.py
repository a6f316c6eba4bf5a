"""One chain of the ledger as a file that proves itself, and its proof from that file alone.

An entry is spelled with everything its hash covers. Its content stands beside it only where the reader may have it;
without the content the chain still proves that nothing was changed, moved or left out.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from ..hashing import HASHED_FIELDS, digest_payload, hash_facts, spell_moment
from ..models import Entry
from .report import Fault, FaultKind, Report

Spelled = Mapping[str, Any]


def spell_chain(stream: str, may_read: Callable[[Entry], bool]) -> list[dict[str, Any]]:
    """Every entry of a stream, oldest first. One query.

    :param may_read: is the content of this entry meant for whom the file is made?
    """
    rows = (
        Entry.objects.filter(stream_id=stream).order_by("number").annotate(text=Cast("payload", TextField()))
    )
    return [_spell(entry, with_content=may_read(entry)) for entry in rows]


def _spell(entry: Any, *, with_content: bool) -> dict[str, Any]:
    facts = {name: spell_moment(entry.at) if name == "at" else getattr(entry, name) for name in HASHED_FIELDS}
    spelled = {**facts, "hash": entry.hash}
    if with_content and entry.text is not None:
        spelled |= {"payload": entry.text, "salt": entry.salt}
    return spelled


def check_chain(entries: Sequence[Spelled]) -> Report:
    """Walk a spelled chain from its first entry: is each as it was written, and none left out?"""
    report = Report(streams=1 if entries else 0)
    last: Spelled = {}
    for place, entry in enumerate(entries, 1):
        report.entries += 1
        try:
            for kind in _faults(entry, last, place):
                report.find(Fault(kind, str(entry["stream_id"]), place))
        except (KeyError, TypeError, ValueError, AttributeError):
            report.find(Fault(FaultKind.UNREADABLE, "", place))
            last = {}
        else:
            last = entry
    return report


def _faults(entry: Spelled, last: Spelled, place: int) -> list[FaultKind]:
    found = []
    if hash_facts([entry[name] for name in HASHED_FIELDS]) != entry["hash"]:
        found.append(FaultKind.CHANGED)
    if entry["number"] != place:
        found.append(FaultKind.MISSING)
    elif entry["previous_hash"] != (last.get("hash", "") if place > 1 else ""):
        found.append(FaultKind.UNLINKED)
    if "payload" in entry and digest_payload(entry["payload"], entry["salt"]) != entry["payload_digest"]:
        found.append(FaultKind.PAYLOAD_CHANGED)
    return found


def is_in_this_ledger(entries: Sequence[Spelled]) -> bool:
    """Does this district's own ledger hold the last entry of the file? One query."""
    if not entries:
        return False
    last = entries[-1]
    return Entry.objects.filter(
        stream_id=last["stream_id"], number=last["number"], hash=last["hash"]
    ).exists()
