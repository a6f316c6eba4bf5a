"""Writing to the ledger."""

import json
import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.source import Source, current_source, entered_at

from ..hashing import HASHED_FIELDS, canonical, digest_payload, hash_facts, spell_moment
from ..models import Entry, Stream

_NONCE_LENGTH = 64
_FIRST = (
    f"INSERT INTO {Stream._meta.db_table} (name, length, head) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"  # noqa: S608, SLF001
)


class AlreadyRecorded(Conflict):
    """A nonce came a second time. ``entry`` is what was recorded the first time."""

    code = "already-recorded"

    def __init__(self, entry: Entry):
        super().__init__(_("This has already been sent."), _("Nothing is lost. Reload the page to see it."))
        self.entry = entry


def clean_nonce(nonce: str | None) -> str | None:
    """A client's nonce as it is kept: anything too long or unprintable by its SHA-256, nothing as None."""
    if not nonce:
        return None
    if len(nonce) <= _NONCE_LENGTH and nonce.isprintable():
        return nonce
    return sha256(nonce.encode("utf-8", "backslashreplace")).hexdigest()


def already_recorded(nonce: str | None) -> Entry | None:
    """What was recorded under this nonce, if it came before. Ask after taking the subject's lock."""
    cleaned = clean_nonce(nonce)
    return Entry.objects.filter(nonce=cleaned).first() if cleaned else None


def hash_entry(entry: Entry) -> str:
    """SHA-256 over everything about an entry that must never change, and the hash of the one before it."""
    facts = [spell_moment(entry.at) if name == "at" else getattr(entry, name) for name in HASHED_FIELDS]
    return hash_facts(facts)


def _lock_stream(name: str) -> Stream:
    """The stream's head, locked. Two first writers of one stream queue on the insert: the one whose row it is holds it,
    the other reads it when the first is done."""
    locked = Stream.objects.select_for_update().filter(pk=name)
    for stream in locked:
        return stream
    return Stream(name=name) if _begin_stream(name) else locked.get()


def _begin_stream(name: str, first: Entry | None = None) -> bool:
    """Is the stream's first row ours, and with it its lock? Waits for whoever is writing the same one.

    :param first: its first entry, where that is known already; else the stream begins empty.
    """
    length, head = (first.number, first.hash) if first is not None else (0, "")
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, [name, length, head])
        return bool(cursor.rowcount == 1)


def _payload(before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    """What changed; and for what was kept on a device before it came, when its clock says it was entered."""
    entered = entered_at()
    return {"before": before or {}, "after": after or {}} | ({"entered_at": entered} if entered else {})


def _chained(entry: Entry, head: Stream, at: datetime | None) -> Entry:
    """As the entry that comes after the stream's head, now if no moment is given: who waited for it came later."""
    entry.at = at or now()
    entry.stream, entry.number, entry.previous_hash = head, head.length + 1, head.head
    entry.hash = hash_entry(entry)
    return entry


def record(
    stream: str,
    action: str,
    *,
    by: Any = None,
    on_behalf_of: Any = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    place_path: str = "",
    source: Source | None = None,
    nonce: str | None = None,
    at: datetime | None = None,
    begins: bool = False,
) -> Entry:
    """Append one entry; call inside the transaction that makes the change.

    :param stream: the subject's chain, such as ``case/42``. It stays locked until the transaction ends: who
        writes to several takes them in order of name.
    :param by: the person who acts; None for the system or for a visitor without an account.
    :param before: the fields that changed, as they were. JSON-ready values.
    :param after: the same fields as they are now, and words said with the act.
    :param nonce: the client's once-only number.
    :param begins: the subject was made just now, so that this is probably the first entry of its stream: saves two
        statements if it is, and costs one if it is not.
    :raises AlreadyRecorded: there is an entry with this nonce. The surrounding transaction can go on.
    """
    kept_nonce = clean_nonce(nonce)
    text = canonical(_payload(before, after))
    salt = secrets.token_hex(16)
    try:
        # A savepoint only where the insert can fail: each costs two more round trips.
        with transaction.atomic(savepoint=kept_nonce is not None):
            entry = Entry(
                action=action,
                actor_id=getattr(by, "pk", None),
                on_behalf_of_id=getattr(on_behalf_of, "pk", None),
                place_path=place_path,
                source=source or current_source(),
                nonce=kept_nonce,
                payload=json.loads(text),
                salt=salt,
                payload_digest=digest_payload(text, salt),
            )
            if not (begins and _begin_stream(stream, _chained(entry, Stream(name=stream), at))):
                _chained(entry, _lock_stream(stream), at)
                Stream.objects.filter(pk=stream).update(length=entry.number, head=entry.hash)
            entry.save()
            if listener := registers.after_record.get(stream.partition("/")[0]):
                listener(entry)
    except IntegrityError as error:
        first = already_recorded(kept_nonce)
        if first is None:
            raise
        raise AlreadyRecorded(first) from error
    return entry
