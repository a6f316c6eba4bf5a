"""What the pages of both shells show beside their own matter; nothing is read before a page uses it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from jiayuan.district.desk.inbox import count_waiting
from jiayuan.district.desk.news import count_unread
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.places.home import home_of

Value = TypeVar("Value")


def phone(request: HttpRequest) -> dict[str, Any]:
    """``home_place`` (a Place or None), ``unread_count`` and ``inbox_count``: lazy."""
    actor = getattr(request, "actor", None) or Actor()
    session: Any = getattr(request, "session", {})
    return {
        "home_place": _lazily(lambda: home_of(request), None),
        "unread_count": _lazily(lambda: _count(count_unread(actor, session)), ""),
        "inbox_count": _lazily(lambda: count_waiting(actor), 0),
    }


def _count(unread: int) -> str:
    return "9+" if unread > 9 else str(unread or "")


def _lazily(read: Callable[[], Value], otherwise: Value) -> Any:
    """Error pages are drawn with these too, also when the database is what failed."""

    def guarded() -> Value:
        try:
            return read()
        except DatabaseError:
            return otherwise

    return SimpleLazyObject(guarded)
