"""What every page may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .account import account_of


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "demo": settings.DEMO,
        "actor": getattr(request, "actor", None),
        "preferences": getattr(request, "preferences", None),
        "account": account_of(request),
    }
