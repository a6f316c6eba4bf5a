"""Putting a file for the national system together, and entering what was answered."""

from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.models import Place

from ..exchange_enums import Answer, ExchangeState, Operation
from ..exchange_rules import ENTER_ANSWER, SEND
from ..models import ExchangeFile, ExchangeRow
from .exchange_items import kept_of, lacking
from .queries.exchange import CONDITIONS, HELD, MOST, differences, entries_within


def put_together(path: str, *, words: str, by: Actor) -> ExchangeFile:
    """A file of what is ready, was refused and put right, or changed since it was sent.

    Nothing of it leaves the house here: the table is taken out with a reason of its own, which the ledger keeps.

    :raises Refused: not an office of this place. :raises Invalid: no reason. :raises Conflict: nothing is to be sent.
    """
    gate(by, SEND, path)
    said = clean_words(words, field="words", limit=200)
    with transaction.atomic():
        list(
            Place.objects.select_for_update().filter(pk=path).values_list("pk", flat=True)
        )  # two at once queue
        rows = _rows_for(path)
        if not rows:
            raise Conflict(
                _("Nothing is ready to be sent."),
                _("Look at what is incomplete: it says what is missing."),
            )
        file = ExchangeFile.objects.create(place_id=path, made_by=by.person, words=said)
        for row in rows:
            row.file = file
        ExchangeRow.objects.bulk_create(rows, batch_size=500)
        counts = {each.value: sum(row.operation == each for row in rows) for each in Operation}
        _record(file, "volunteering.put_together", by, {"words": said, **counts})
    return file


def _rows_for(path: str) -> list[ExchangeRow]:
    rows = entries_within([path])
    fresh = rows.filter(CONDITIONS[ExchangeState.READY] | CONDITIONS[ExchangeState.REFUSED]).order_by("pk")
    found = [_row(entry, _again(entry)) for entry in fresh[:MOST] if not lacking(entry)]
    room = MOST - len(found)
    return [*found, *(_row(each.entry, each.operation) for each in islice(differences([path]), room))]


def _again(entry: Any) -> Operation:
    """New, unless the other side has it and refused a change of it: sent as new it would count twice there."""
    return Operation.CHANGE if entry.held in HELD else Operation.NEW


def _row(entry: Any, operation: Operation) -> ExchangeRow:
    return ExchangeRow(entry=entry, operation=operation, sent=kept_of(entry, operation))


def enter_answer(entry_pk: int, *, accepted: bool, words: str, by: Actor) -> ExchangeRow:
    """What the other side said of the last row about an entry. The same answer again changes nothing.

    :raises Missing: this entry was never sent. :raises Refused: not the office that sent it.
    """
    said = clean_words(words, field="words", limit=200, required=not accepted)
    wanted = Answer.ACCEPTED if accepted else Answer.REFUSED
    with transaction.atomic():
        rows = ExchangeRow.objects.select_for_update(of=("self",)).select_related("file")
        row = rows.filter(entry=entry_pk).order_by("-pk").first()
        if row is None:
            raise Missing(
                _("Hours with this number were never sent."), _("Compare the number with the file.")
            )
        gate(by, ENTER_ANSWER, row.file)
        if (row.answer, row.answer_words) != (wanted, said):
            row.answer, row.answer_words, row.answered_at = wanted, said, now()
            row.save(update_fields=["answer", "answer_words", "answered_at"])
            after = {"entry": entry_pk, "state": wanted.value, "reason": said}
            _record(row.file, "volunteering.enter_answer", by, after)
    return row


def _record(file: ExchangeFile, action: str, by: Actor, after: dict[str, Any]) -> None:
    record(file.stream, action, by=by.person, after=after, place_path=file.place_id)
