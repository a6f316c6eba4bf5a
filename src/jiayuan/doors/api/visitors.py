"""Who calls: the session of a browser (guarded against forgery), or somebody without one."""

import hashlib
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.common.errors import Invalid, Refused

TOKEN_HEADER = "X-Case-Token"  # noqa: S105 - the name of a header
KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 200
_SAFE = ("GET", "HEAD", "OPTIONS")


def session_or_visitor(request: HttpRequest) -> Any:
    """Lets everybody in as who they are. What comes with a session cookie and changes something must carry the
    CSRF token too; without one there is no authority that could be borrowed."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    if has_session and request.method not in _SAFE and check_csrf(request) is not None:
        raise Refused(
            _("The request does not prove that it comes from our own pages."),
            _("Send the CSRF token in the header X-CSRFToken."),
        )
    return actor_of(request)


def actor_of(request: HttpRequest) -> Actor:
    """The session's actor; holding also the case token sent in :data:`TOKEN_HEADER`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    token = request.headers.get(TOKEN_HEADER, "")
    return replace(actor, tokens=actor.tokens | {hash_token(token)}) if token else actor


def nonce_of(request: HttpRequest, what: str) -> str | None:
    """The client's idempotency key, bound to who sends it, to ``what`` and to the body, so that nobody's key can
    stand for somebody else's request. None without a key."""
    key = request.headers.get(KEY_HEADER, "")
    if not key:
        return None
    if len(key) > LONGEST_KEY:
        raise Invalid(
            _("The idempotency key is too long."), _("Send at most 200 characters."), field=KEY_HEADER
        )
    who = str(actor_of(request).pk or "visitor")
    parts = (who, what, key, hashlib.sha256(request.body).hexdigest())
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
