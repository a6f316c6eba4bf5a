"""Who calls: a token of the console, the session of a browser (guarded against forgery), or somebody without either."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.tokens.domain.use import NotKnown, Presented, present
from jiayuan.foundation.common.errors import Refused, TooMany
from jiayuan.foundation.evidence.uploads import held_token
from jiayuan.foundation.people.limits import take

TOKEN_HEADER = "X-Case-Token"  # noqa: S105 - the name of a header
UPLOAD_HEADER = "X-Upload-Token"
BEARER = "Bearer "
SAFE = ("GET", "HEAD", "OPTIONS")
TURNS, SECONDS = 30, 3
"""How often one token may be used: so many requests in so many seconds."""


def bearer_of(request: HttpRequest) -> str:
    """The token's text in the Authorization header, or empty. Another scheme counts as a token that opens nothing."""
    header = request.headers.get("Authorization", "")
    if not header:
        return ""
    return header[len(BEARER) :].strip() if header[: len(BEARER)].lower() == BEARER.lower() else header


def presented(request: HttpRequest) -> Presented | None:
    """The token this request came with; looked up once. :raises NotKnown: it opens nothing."""
    if "Authorization" not in request.headers:
        return None
    if not hasattr(request, "presented"):
        request.presented = present(bearer_of(request))  # type: ignore[attr-defined]
    found: Presented = request.presented  # type: ignore[attr-defined]
    return found


def actor_of(request: HttpRequest) -> Actor:
    """The token's or the session's actor; holding also the case token sent in :data:`TOKEN_HEADER`."""
    shown = presented(request)
    actor: Actor = shown.actor if shown is not None else request.actor  # type: ignore[attr-defined]
    token = request.headers.get(TOKEN_HEADER, "")
    if not token:
        return actor
    came = {hash_token(token)}
    return replace(actor, tokens=actor.tokens | came, found=actor.found | (came - actor.tokens))


def caller_of(request: HttpRequest) -> str:
    """A name for who calls, under which their idempotency keys are kept; empty for somebody without a name."""
    shown = presented(request)
    if shown is not None:
        return f"token/{shown.token.pk}"
    actor = actor_of(request)
    return f"person/{actor.pk}" if actor.is_signed_in else ""


def upload_token_of(request: HttpRequest) -> str:
    """By which a visitor attaches what they sent: the header, else the session's; none for who has a name."""
    return request.headers.get(UPLOAD_HEADER, "") or ("" if presented(request) else held_token(request))


@dataclass(frozen=True)
class Door:
    """Who may call an operation. A token needs ``scope``; with ``named`` one must be somebody.

    Without a scope no token opens it: what is not said is no. ``open_to_tokens`` is for what everybody may know; where
    that is a part of what is there, ``scope`` says who may know all of it (:meth:`opens_all_to`).
    ``rule`` is asked with the values of the address before the body is read, so that who may not do it learns that and
    not what is missing in the form.
    """

    scope: str = ""
    named: bool = False
    open_to_tokens: bool = False
    rule: Callable[..., object] | None = None

    def __call__(self, request: HttpRequest) -> Any:
        shown = presented(request)
        if shown is not None:
            _limit(shown)
            self._check_scope(shown.actor)
        else:
            _check_forgery(request)
        actor = actor_of(request)
        if self.named and not actor.is_signed_in:
            raise NotKnown(
                _("This needs an account."), _("Send a token in the header Authorization, or sign in.")
            )
        if self.rule is not None and request.resolver_match is not None:
            self.rule(request, **request.resolver_match.kwargs)
        return actor

    def opens_all_to(self, actor: Actor) -> bool:
        """No token restricts them, or theirs has the scope."""
        return actor.scope is None or self.scope in actor.scope.permissions

    def _check_scope(self, actor: Actor) -> None:
        if not (self.open_to_tokens or self.opens_all_to(actor)):
            raise Refused(
                _("This token may not do this."),
                _("It needs the scope “%(scope)s”.") % {"scope": self.scope or "–"},
                code="scope",
            )


OPEN = Door(open_to_tokens=True)


def _limit(shown: Presented) -> None:
    wait = take(f"api-token:{shown.token.pk}", TURNS, SECONDS)
    if wait:
        raise TooMany(
            _("This token is used too often."),
            _("Wait a few seconds, then go on more slowly."),
            retry_after=wait,
        )


def _check_forgery(request: HttpRequest) -> None:
    """What comes with a session cookie and changes something must carry the CSRF token too; without one there is no
    authority that could be borrowed."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    if has_session and request.method not in SAFE and check_csrf(request) is not None:
        raise Refused(
            _("The request does not prove that it comes from our own pages."),
            _("Send the CSRF token in the header X-CSRFToken."),
        )
