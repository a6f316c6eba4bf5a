"""When a session was last seen, written down now and then instead of with every request."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

EVERY = 300
"""Seconds between two notes: near enough for "last seen 14:05", and one write instead of hundreds."""
_NOTED = "seen_noted_at"


class SessionsMiddleware:
    """In place of allauth's own, which writes on every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        noted = session.get(_NOTED, 0)
        if session.session_key and not 0 <= time.time() - noted < EVERY and request.user.is_authenticated:
            session[_NOTED] = int(time.time())
            UserSession.objects.create_from_request(request)
        return self.get_response(request)
