"""A clock that a browser test sets: the server's threads look at it too, which a context variable does not reach."""

from contextvars import ContextVar
from datetime import datetime
from typing import Any


class Watch:
    """In the place of the clock's own variable: what is set inside a thread still comes before it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._inside: ContextVar[datetime | None] = ContextVar("inside", default=None)

    def show(self, moment: datetime) -> None:
        self.moment = moment

    def get(self) -> datetime:
        return self._inside.get() or self.moment

    def set(self, moment: datetime | None) -> Any:
        return self._inside.set(moment)

    def reset(self, token: Any) -> None:
        self._inside.reset(token)
