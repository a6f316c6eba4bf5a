"""A request after it came through the shell's middleware."""

from typing import Any

from django.http import HttpRequest


class Visit(HttpRequest):
    """For annotations only: what the middleware put on every request. Typed loosely where the type lives above."""

    actor: Any
    """An ``Actor`` (foundation.access)."""
    preferences: Any
    """A ``Preferences`` (doors.shell)."""
    htmx: Any
    """``HtmxDetails`` (django-htmx)."""
