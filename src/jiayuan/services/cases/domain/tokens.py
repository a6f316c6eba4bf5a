"""Tokens by which somebody without an account comes back."""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

CASE_TOKEN = "case-token"  # noqa: S105 (a purpose, no secret)


def fresh_token(nonce: str | None, purpose: str) -> str:
    """Random; but the same for the same nonce and purpose, so that a form sent twice over a bad line is still one."""
    if nonce is None:
        return secrets.token_urlsafe(16)
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{nonce}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
