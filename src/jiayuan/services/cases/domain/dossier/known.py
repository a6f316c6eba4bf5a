"""Was a proof file made here, and is it still what was made?"""

from collections.abc import Iterable, Mapping
from typing import Any

from jiayuan.foundation.documents.archive import is_of_manifest
from jiayuan.foundation.ledger.models import Entry

MADE = "cases.dossier_made"
"""The act under which the sum of a file's list is kept."""


def stream_of_proof(stream: str) -> str:
    """The chain of the proof files of a case, beside its own: what is in a file does not change with its being made."""
    return f"proof/{stream.partition('/')[2]}"


def was_made_here(stream: str, files: Mapping[str, bytes]) -> bool:
    """Is every file what a list says whose sum the ledger holds for the case of this stream? One query."""
    entries = Entry.objects.filter(stream_id=stream_of_proof(stream), action=MADE)
    payloads: Iterable[Any] = entries.values_list("payload", flat=True)
    return any(is_of_manifest(files, each["after"]["manifest"]) for each in payloads if each)
