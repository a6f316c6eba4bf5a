"""Through which door the present work came in: recorded with every ledger entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    PHONE = "phone", _("Phone page")
    CONSOLE = "console", _("Console")
    API = "api", _("API")
    IMPORT = "import", _("Import")
    OFFLINE = "offline", _("Offline replay")
    SYSTEM = "system", _("System")
    DEMO = "demo", _("Demonstration")


_current: ContextVar[Source] = ContextVar("jiayuan_source", default=Source.SYSTEM)
_entered_at: ContextVar[datetime | None] = ContextVar("jiayuan_entered_at", default=None)


def current_source() -> Source:
    return _current.get()


def entered_at() -> datetime | None:
    """When the sender's own clock says it was entered, where it was kept on a device before it came; else None."""
    return _entered_at.get()


@contextmanager
def coming_from(source: Source, *, entered: datetime | None = None) -> Iterator[None]:
    """Everything recorded inside came through this door, entered elsewhere at ``entered`` (aware)."""
    token, moment = _current.set(source), _entered_at.set(entered)
    try:
        yield
    finally:
        _entered_at.reset(moment)
        _current.reset(token)
