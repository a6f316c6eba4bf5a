"""Calls to a provider over HTTP: a time limit, certificates checked, redirects refused, answers of bounded size."""

import http.client
import ipaddress
import json
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import SendingFailed

TIMEOUT = 10
"""Seconds to connect, and again for each part of the answer."""
LARGEST = 1_000_000
"""Bytes of an answer that are read."""
PATIENCE = 30
"""Seconds to wait after a fault of the network or of the provider's servers."""
TOO_MANY = 429
SERVER_FAULT = 500


@dataclass(frozen=True)
class Answer:
    """``said`` is the JSON object of the answer, empty where there is none."""

    status: int
    said: dict[str, Any]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A signed request goes where it was signed for and nowhere else."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def secure(url: str, name: str) -> str:
    """``url``, if secrets may be sent there: over HTTPS, or to this machine itself.

    :raises ImproperlyConfigured: naming the setting.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return url.rstrip("/")
    if parts.scheme == "http" and _is_loopback(parts.hostname or ""):
        return url.rstrip("/")
    raise ImproperlyConfigured(f"{name} must begin with https:// (got {parts.scheme}://{parts.hostname}).")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def call(url: str, *, body: bytes, headers: dict[str, str]) -> Answer:
    """POST ``body`` and read a JSON answer, whatever its status below 500.

    :raises SendingFailed: no answer, not JSON, too many requests, or a fault of the provider; all worth another try.
    """
    asked = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310 (see secure)
    opener = urllib.request.build_opener(
        _NoRedirect, urllib.request.HTTPSHandler(context=ssl.create_default_context())
    )
    try:
        with opener.open(asked, timeout=TIMEOUT) as answer:
            return _read(answer.status, answer.read(LARGEST))
    except urllib.error.HTTPError as error:
        with error:
            return _read_refusal(error)
    except (OSError, http.client.HTTPException) as error:
        raise SendingFailed(
            f"No answer from {urlsplit(url).hostname}: {error}", retry_after=PATIENCE
        ) from error


def _read_refusal(error: urllib.error.HTTPError) -> Answer:
    """Providers explain a refusal in the body, even of a 400; only without an explanation the status must do."""
    try:
        answer = _read(error.code, error.read(LARGEST))
    except (OSError, http.client.HTTPException, SendingFailed):
        answer = Answer(error.code, {})
    if answer.said and error.code < SERVER_FAULT:
        return answer
    if error.code == TOO_MANY or error.code >= SERVER_FAULT:
        waits = error.headers.get("Retry-After", "")
        raise SendingFailed(
            f"The provider answered {error.code}.",
            retry_after=int(waits) if waits.isdigit() else PATIENCE,
            code=str(error.code),
        ) from error
    raise SendingFailed(
        f"The provider answered {error.code}.", permanent=True, code=str(error.code)
    ) from error


def _read(status: int, body: bytes) -> Answer:
    try:
        said = json.loads(body)
    except ValueError as error:
        raise SendingFailed("The provider's answer is not JSON.", retry_after=PATIENCE) from error
    if not isinstance(said, dict):
        raise SendingFailed("The provider's answer is not a JSON object.", retry_after=PATIENCE)
    return Answer(status, said)
