"""Through which door the present work came in: recorded with every ledger entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

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


def current_source() -> Source:
    return _current.get()


@contextmanager
def coming_from(source: Source) -> Iterator[None]:
    """Everything recorded inside came through this door."""
    token = _current.set(source)
    try:
        yield
    finally:
        _current.reset(token)
