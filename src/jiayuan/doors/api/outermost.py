"""What every operation passes through: the reader's language, and once-only requests."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from jiayuan.doors.shell.preferences import COOKIE
from jiayuan.foundation.common.errors import DomainError

from .once import Claim, claim, settle
from .problems import from_domain

Run = Callable[..., HttpResponse]


def language_of(request: HttpRequest) -> str:
    """What was chosen on our pages; else what the program asks for in Accept-Language."""
    if COOKIE in request.COOKIES:
        return str(request.preferences.language)  # type: ignore[attr-defined]
    return translation.get_language_from_request(request)


def outermost(run: Run) -> Run:
    @wraps(run)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            response = _once(run, request, *args, **kwargs)
            response["Content-Language"] = translation.get_language() or ""
        patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return wrapped


def _once(run: Run, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """A POST with a key is done once. Who is not known is left to the door of the operation, which says so."""
    if request.method != "POST":
        return run(request, *args, **kwargs)
    try:
        claimed = claim(request)
    except DomainError as error:
        return run(request, *args, **kwargs) if error.status == 401 else from_domain(request, error)
    if claimed is None:
        return run(request, *args, **kwargs)
    return claimed.answer or _run_claimed(claimed, run, request, *args, **kwargs)


def _run_claimed(claimed: Claim, run: Run, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    request.claim = claimed  # type: ignore[attr-defined]
    response = HttpResponse(status=500)
    try:
        response = run(request, *args, **kwargs)
    finally:
        settle(claimed, response)
    return response


def nonce_of(request: HttpRequest) -> str | None:
    """The once-only number for the domain, if the request carries a key."""
    claimed: Claim | None = getattr(request, "claim", None)
    return claimed.nonce if claimed is not None else None
