"""Addresses that are written again and again, and addresses that are read elsewhere."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse


def kept_address(name: str, *arguments: str | int) -> str:
    """``reverse(name, args=arguments)``, worked out once for each thing that is shown."""
    return _kept(name, arguments, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=8_192)
def _kept(name: str, arguments: tuple[str | int, ...], _urlconf: Any, _prefix: str) -> str:
    return reverse(name, args=arguments)


def absolute(request: HttpRequest, path: str) -> str:
    """An address that still works on paper, in a calendar or in a code."""
    if settings.PUBLIC_URL:
        return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
    return request.build_absolute_uri(path)
