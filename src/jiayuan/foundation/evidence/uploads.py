"""The session's upload token: by it a visitor without an account sees and attaches what they sent, and nobody else."""

import secrets

from django.http import HttpRequest

KEY = "upload_token"


def upload_token(request: HttpRequest) -> str:
    """This session's token, made when first asked for."""
    token = held_token(request)
    if not token:
        token = request.session[KEY] = secrets.token_urlsafe(24)
    return token


def held_token(request: HttpRequest) -> str:
    """This session's token, empty if nothing was ever sent in it."""
    return str(request.session.get(KEY, ""))
