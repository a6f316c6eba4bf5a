"""Ways in and out of a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from jiayuan.foundation.common.errors import DomainError, TooMany

LONGEST_KEY = 19
"""Digits that a key of the database never has."""


def key_of(text: str) -> int:
    """The key of a row as it was sent; 0, which no row has, for what cannot be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_KEY else 0


def safe_next(request: HttpRequest) -> str:
    """The address asked for in ``next``, if it leads back into this house; else empty."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    inside = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if inside else ""


def page(
    request: HttpRequest, template: str, error: DomainError | None = None, /, **context: Any
) -> HttpResponse:
    """A page; with ``error`` it says what is wrong and answers with the error's status."""
    status = error.status if error is not None else 200
    response = render(request, f"people/{template}.html", {"error": error, **context}, status=status)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.retry_after)
    return response
