"""Tencent Cloud's signature of version 3 (TC3-HMAC-SHA256) for a POST of JSON."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

ALGORITHM = "TC3-HMAC-SHA256"
JSON = "application/json; charset=utf-8"


def authorization(
    key_id: str, secret: str, *, service: str, body: bytes, headers: Mapping[str, str], timestamp: int
) -> str:
    """The ``Authorization`` header of a POST to ``/``.

    :param headers: in lower case, those that are signed: ``content-type`` and ``host`` at least.
    :param timestamp: seconds since 1970, as in ``X-TC-Timestamp``; its day in UTC is part of the key.
    """
    names = sorted(headers)
    canonical = "\n".join(
        (
            "POST",
            "/",
            "",
            "".join(f"{name}:{headers[name].strip().lower()}\n" for name in names),
            ";".join(names),
            hashlib.sha256(body).hexdigest(),
        )
    )
    day = f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d}"
    scope = f"{day}/{service}/tc3_request"
    to_sign = "\n".join((ALGORITHM, str(timestamp), scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id}/{scope}, SignedHeaders={';'.join(names)}, Signature={signature}"
