"""A request after it came through the shell's middleware."""

from typing import Any

from django.http import HttpRequest

TOKENS_IN_SESSION = "case_tokens"
"""The session's key for the tokens of what was reported on this visit: the middleware gives them to the actor."""


AGAIN = "again"
"""In the address of a POST: nothing is sent; the page is drawn once more with what was entered."""


def is_drawn_again(request: HttpRequest) -> bool:
    return request.method == "POST" and AGAIN in request.GET


class Visit(HttpRequest):
    """For annotations only: what the middleware put on every request. Typed loosely where the type lives above."""

    actor: Any
    """An ``Actor`` (foundation.access)."""
    preferences: Any
    """A ``Preferences`` (doors.shell)."""
    htmx: Any
    """``HtmxDetails`` (django-htmx)."""
