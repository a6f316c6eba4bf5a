"""Once means once for machines too: the same key with the same request is answered with what was answered before.

A request claims its key before it does anything (a unique column decides between two at once), and leaves its answer
when it has done something. Refused requests leave nothing: they changed nothing, and may be sent again. Claims whose
process died are taken over; what they had done already is held by the domain's own nonce.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid

from .models import GivenAnswer
from .visitors import TOKEN_HEADER, caller_of

KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotent-Replayed"
LONGEST_KEY = 200
KEPT = timedelta(hours=48)
DEAD_AFTER = timedelta(seconds=60)
_KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Content-Language")


class KeyTaken(Conflict):
    """The same key with another request: HTTP 422, as the draft of the header's standard asks."""

    status = 422
    code = "idempotency-key-reused"


class StillRunning(Conflict):
    """The first request with this key has not been answered yet: HTTP 409."""

    code = "idempotency-key-in-use"
    retry_after = 2


@dataclass(frozen=True)
class Claim:
    """The right to do this request. ``nonce`` holds it once in the domain too; ``answer`` is what was done before.

    ``since`` is its fence: whoever took the key over after a minute has a later one, and only theirs is settled.
    """

    key: str
    nonce: str
    since: datetime
    answer: HttpResponse | None = None


def claim(request: HttpRequest) -> Claim | None:
    """Claim the request's key; None without one.

    :raises KeyTaken: it was used for another request. :raises StillRunning: the first one is not answered yet.
    """
    text = request.headers.get(KEY_HEADER, "")
    if not text:
        return None
    if len(text) > LONGEST_KEY:
        raise Invalid(
            _("The idempotency key is too long."), _("Send at most 200 characters."), field=KEY_HEADER
        )
    digest = _digest(_parts_of(request))
    # Somebody without a name is known by nothing but what they send: then the request itself is part of the key.
    who = caller_of(request) or f"visitor/{digest}"
    key = _digest([b"answer", who.encode(), text.encode("utf-8", "surrogateescape")])
    return _taken(key, text, digest)


def _taken(key: str, text: str, digest: str) -> Claim:
    nonce, moment = _digest([b"nonce", key.encode(), digest.encode()]), now()
    try:
        with transaction.atomic():
            GivenAnswer.objects.create(key=key, request_hash=digest, claimed_at=moment)
        return Claim(key, nonce, moment)
    except IntegrityError:
        known = GivenAnswer.objects.filter(key=key).first()
    if known is None:
        raise _still_running()
    if known.claimed_at < now() - KEPT:
        _free(known)
        return _taken(key, text, digest)
    if known.request_hash != digest:
        raise KeyTaken(
            _("This idempotency key was used for another request."), _("Send a new key with a new request."),
            field=KEY_HEADER,
        )  # fmt: skip
    if known.status is not None:
        answer = _unseal(known, key)
        return Claim(key, nonce, known.claimed_at, answer)
    return _take_over(known, nonce)


def _take_over(known: GivenAnswer, nonce: str) -> Claim:
    """A claim that nobody answered for a minute is dead; of those who want it, one gets it."""
    dead = GivenAnswer.objects.filter(pk=known.pk, status=None, claimed_at__lt=now() - DEAD_AFTER)
    moment = now()
    if not dead.update(claimed_at=moment):
        raise _still_running()
    return Claim(known.key, nonce, moment)


def _free(known: GivenAnswer) -> None:
    GivenAnswer.objects.filter(pk=known.pk, claimed_at=known.claimed_at).delete()


def _still_running() -> StillRunning:
    return StillRunning(
        _("The first request with this key is still being worked on."), _("Ask again in a few seconds.")
    )


def settle(claimed: Claim, response: HttpResponse) -> None:
    """Keep what was done for those who ask again; free the key of what was refused.

    A claim that was taken over meanwhile belongs to another: the late one leaves it alone."""
    rows = GivenAnswer.objects.filter(key=claimed.key, status=None, claimed_at=claimed.since)
    if 200 <= response.status_code < 300 and not response.streaming:
        rows.update(status=response.status_code, sealed=_seal(claimed.key, response))
    else:
        rows.delete()


def forget_old_answers() -> int:
    """Those older than two days; how many."""
    return GivenAnswer.objects.filter(claimed_at__lt=now() - KEPT).delete()[0]


def _cipher(key: str) -> Fernet:
    secret = hmac.new(settings.SECRET_KEY.encode(), f"api-answer:{key}".encode(), hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(secret))


def _seal(key: str, response: HttpResponse) -> bytes:
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    kept = {"headers": headers, "body": base64.b64encode(response.content).decode()}
    return _cipher(key).encrypt(json.dumps(kept).encode())


def _unseal(known: GivenAnswer, key: str) -> HttpResponse | None:
    """None if the secret of the house has changed since: then it is done anew, held by the domain's nonce."""
    try:
        kept = json.loads(_cipher(key).decrypt(bytes(known.sealed or b"")))
    except InvalidToken:
        return None
    return HttpResponse(
        base64.b64decode(kept["body"]),
        status=known.status,
        headers=kept["headers"] | {REPLAYED_HEADER: "true"},
    )


def _parts_of(request: HttpRequest) -> Iterator[bytes]:
    """What makes two requests the same: way, address, the case token, and what is in the body."""
    yield from (str(each).encode("utf-8", "surrogateescape") for each in (
        request.method, request.get_full_path(), request.headers.get(TOKEN_HEADER, "")
    ))  # fmt: skip
    if not (request.content_type or "").startswith("multipart/"):
        yield request.body
        return
    for name, values in sorted(request.POST.lists()):
        yield repr((name, values)).encode("utf-8", "surrogateescape")
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield name.encode("utf-8", "surrogateescape")
            yield from file.chunks()
            file.seek(0)


def _digest(parts: Any) -> str:
    """SHA-256 over the parts, each under its length, so that none can pass for another's end."""
    sum_ = hashlib.sha256()
    for part in parts:
        sum_.update(len(part).to_bytes(8, "big"))
        sum_.update(part)
    return sum_.hexdigest()
