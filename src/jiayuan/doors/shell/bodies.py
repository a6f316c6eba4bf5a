"""How much one request may bring. Files are written to disk while they arrive, before any page looks at them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import errors


class BodyLimitMiddleware:
    """Refuses a request that announces more than ``REQUEST_MAX_BYTES``; one that announces nothing brings nothing.

    Stands before the check against forgery, which reads the whole form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        most: int = settings.REQUEST_MAX_BYTES
        return errors.too_large(request, most) if _announced(request) > most else None


def _announced(request: HttpRequest) -> int:
    """Bytes, as the server counts them; what cannot be read counts as nothing, as it does for Django."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
