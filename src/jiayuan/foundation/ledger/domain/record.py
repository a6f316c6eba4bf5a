"""Writing to the ledger."""

import hashlib
import json
import secrets
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.source import Source, current_source

from ..models import Entry, Stream


def canonical(value: Any) -> str:
    """The one spelling of a value that hashes are taken over."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_payload(payload: Any, salt: str) -> str:
    return hashlib.sha256((salt + canonical(payload)).encode()).hexdigest()


def hash_entry(entry: Entry) -> str:
    """SHA-256 over everything about an entry that must never change, and the hash of the one before it."""
    parts = (
        entry.stream_id, entry.number, entry.action, entry.at.isoformat(), entry.actor_id, entry.on_behalf_of_id,
        entry.place_path, entry.source, entry.nonce, entry.payload_digest, entry.previous_hash,
    )
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


def _lock_stream(name: str) -> Stream:
    stream = Stream.objects.select_for_update().filter(pk=name).first()
    if stream is not None:
        return stream
    try:
        with transaction.atomic():
            return Stream.objects.create(name=name)
    except IntegrityError:
        return Stream.objects.select_for_update().get(pk=name)


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
    at: Any = None,
) -> Entry:
    """Append one entry; call inside the transaction that makes the change.

    :param stream: the subject's chain, such as ``case/42``.
    :param by: the person who acts; None for the system or for a visitor without an account.
    :param before: the fields that changed, as they were. JSON-ready values.
    :param after: the same fields as they are now, and words said with the act.
    :param nonce: the client's once-only number; a second entry with it is refused by the database.
    """
    with transaction.atomic():
        head = _lock_stream(stream)
        payload = json.loads(canonical({"before": before or {}, "after": after or {}}))
        salt = secrets.token_hex(16)
        entry = Entry(
            stream=head, number=head.length + 1, action=action, at=at or now(), actor_id=getattr(by, "pk", None),
            on_behalf_of_id=getattr(on_behalf_of, "pk", None), place_path=place_path, source=source or current_source(),
            nonce=nonce or None, payload=payload, salt=salt, payload_digest=digest_payload(payload, salt),
            previous_hash=head.head,
        )
        entry.hash = hash_entry(entry)
        entry.save(force_insert=True)
        Stream.objects.filter(pk=stream).update(length=entry.number, head=entry.hash)
    return entry
