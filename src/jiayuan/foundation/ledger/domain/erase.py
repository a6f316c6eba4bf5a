"""Erasing what a ledger entry says about a person, without breaking the chain."""

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import F, TextField
from django.db.models.functions import Cast

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.registers import registers

from ..models import Entry, Stream
from ..moments import SpelledMoment
from .record import record

ERASURE_STREAMS = "erasure/"
ACTION = "ledger.erased"
_BATCH = 500


def erase_personal_payloads(entry_ids: Iterable[int], *, by: Any, reason: str) -> int:
    """Blank the payloads of these entries and record that this was done; the digests stay.

    Entries already blank, and the records of erasures themselves, are passed over. Who copied words out of entries
    forgets them in the same transaction (``registers.after_erase``).

    :param by: the person who decided it; None when the platform acts on a resident's own request.
    :param reason: why, in words; it stays in the ledger and must not name the person.
    :return: how many payloads were erased.
    """
    wanted = sorted(set(entry_ids))
    with transaction.atomic():
        found = [each for part in _parts(wanted) for each in _erasable(part)]
        if not found:
            return 0
        at = now()
        record(
            f"{ERASURE_STREAMS}{today().year}",
            ACTION,
            by=by,
            after={"entries": found, "reason": reason},
            at=at,
        )
        for part in _parts(found):
            for forget in registers.after_erase:
                forget(part)
        return sum(Entry.objects.filter(pk__in=part).erase_payloads(at) for part in _parts(found))


def _parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _erasable(ids: list[int]) -> Iterable[int]:
    rows = Entry.objects.select_for_update().filter(pk__in=ids, payload__isnull=False).order_by("pk")
    return rows.exclude(stream__name__startswith=ERASURE_STREAMS).values_list("pk", flat=True)


class Erasures:
    """Every erasure that was recorded: eight bytes an entry, so that millions can be held while verifying."""

    def __init__(self) -> None:
        ids = array("q")
        self._moments: set[str] = set()
        streams = Stream.objects.filter(name__startswith=ERASURE_STREAMS)
        rows = Entry.objects.filter(stream__in=streams, action=ACTION).order_by()
        texts = rows.annotate(spelled=SpelledMoment(F("at")), text=Cast("payload", TextField()))
        for spelled, text in texts.values_list("spelled", "text").iterator():
            with suppress(ValueError, TypeError, KeyError, OverflowError):  # a damaged record covers nothing
                ids.extend(json.loads(text)["after"]["entries"])
                self._moments.add(spelled)
        self._ids = array("q", sorted(ids))

    def cover(self, entry_id: int, at: str | None) -> bool:
        """Was this entry's payload erased, at this moment (spelled)?"""
        place = bisect_left(self._ids, entry_id)
        return at in self._moments and place < len(self._ids) and self._ids[place] == entry_id
