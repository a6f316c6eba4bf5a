"""Looking at what an entry says, which may be personal: looking is recorded too."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Conflict, Invalid

from ..models import Entry
from .record import record

REVEALS = "ledger/reveals"
_LONGEST_REASON = 500


@dataclass(frozen=True)
class Change:
    """One field of an entry; None on a side that says nothing of it."""

    name: str
    before: Any
    after: Any


def reveal_payload(entry: Entry, *, by: Any, reason: str) -> list[Change]:
    """The values that an entry recorded. Who looked, and why, becomes an entry of its own.

    :param by: the person who looks; whether they may is asked where roles are known (``access``).
    :raises Invalid: no reason given, or one too long (field ``reason``).
    :raises Conflict: the values were erased.
    """
    said = reason.strip()
    if not said or len(said) > _LONGEST_REASON:
        raise Invalid(
            _("Say in a sentence why you need to see this."),
            _("The reason stays in the ledger."),
            field="reason",
        )
    if entry.payload is None:
        raise Conflict(
            _("What this entry said was erased."), _("Only that it was written can still be proved.")
        )
    with transaction.atomic():
        seen = {"entry": entry.pk, "stream": entry.stream_id, "number": entry.number, "reason": said}
        record(REVEALS, "ledger.revealed", by=by, after=seen)
    before, after = entry.payload["before"], entry.payload["after"]
    return [Change(name, before.get(name), after.get(name)) for name in sorted({*before, *after})]
