"""The one spelling of an entry that hashes are taken over: writer and verifier both come here.

Everything hashed is text that both databases give back byte for byte: moments in UTC with microseconds, the
payload as the very text that is stored. Lists are spelled as JSON, so that no two entries are spelled alike.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

_payload = DjangoJSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_facts = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

HASHED_FIELDS = (
    "stream_id",
    "number",
    "action",
    "at",
    "actor_id",
    "on_behalf_of_id",
    "place_path",
    "source",
    "nonce",
    "payload_digest",
    "previous_hash",
)
"""What :func:`hash_facts` covers, in its order. The payload is covered through its digest."""


def canonical(value: Any) -> str:
    """A value as JSON with sorted keys and no spaces.

    Half a surrogate pair, which no database stores, is written as its JSON escape.
    :raises ValueError: for NaN and infinities, which JSON does not know.
    """
    return _payload.encode(value).encode("utf-8", "backslashreplace").decode()


def spell_moment(moment: datetime) -> str:
    """``2026-11-23T12:00:00.000000+00:00``, whatever zone it was given in."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def digest_payload(text: str, salt: str) -> str:
    """SHA-256 over the salted payload: the salt keeps an erased payload from being guessed by its digest."""
    return sha256((salt + text).encode()).hexdigest()


def hash_facts(facts: Sequence[Any]) -> str:
    """SHA-256 over an entry's :data:`HASHED_FIELDS`, with ``at`` already spelled by :func:`spell_moment`."""
    return sha256(_facts.encode(facts).encode()).hexdigest()
