"""Aliyun's signature of version 3 (ACS3-HMAC-SHA256) for calls of the RPC style: everything in the query, no body."""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote

ALGORITHM = "ACS3-HMAC-SHA256"
EMPTY_BODY = hashlib.sha256(b"").hexdigest()


def canonical_query(params: Mapping[str, str]) -> str:
    """Sorted by name, encoded after RFC 3986: a space is ``%20``, a tilde stays."""
    return "&".join(f"{quote(name, safe='~')}={quote(params[name], safe='~')}" for name in sorted(params))


def authorization(key_id: str, secret: str, query: str, headers: Mapping[str, str]) -> str:
    """The ``Authorization`` header of a POST to ``/``.

    :param headers: in lower case: ``host`` and every ``x-acs-…``; all of them are signed.
    """
    names = sorted(headers)
    canonical = "\n".join(
        (
            "POST",
            "/",
            query,
            "".join(f"{name}:{headers[name].strip()}\n" for name in names),
            ";".join(names),
            headers["x-acs-content-sha256"],
        )
    )
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={';'.join(names)},Signature={signature}"
