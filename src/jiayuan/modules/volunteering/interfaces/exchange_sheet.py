"""The file for the national system, taken out as a table; and its answers, brought in from one."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.cells import Cell, one_of, text_of, words
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.masks import mask_name, mask_phone
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import CHANGED, SAME, Column, Plan, Row, Sheet

from ..domain.exchange import enter_answer
from ..domain.exchange_items import Item, entry_of, items, kept_of, record_number, values_of
from ..domain.queries.exchange import latest_rows
from ..exchange_enums import Answer
from ..exchange_rules import ENTER_ANSWER
from ..models import ExchangeRow
from .sheets import keeps

RECORD, RESULT, REASON = "record", "result", "reason"
ANSWERS = ((Answer.ACCEPTED.value, Answer.ACCEPTED.label), (Answer.REFUSED.value, Answer.REFUSED.label))
MASKS = {"name": mask_name, "phone": mask_phone}


def record_cell(cell: Cell) -> str:
    """A number such as JY00000042."""
    text = text_of(cell)
    if not entry_of(text):
        raise Invalid(
            _("This is no record number: %(text)s") % {"text": text[:20]},
            _("It looks like JY00000042 and stands in the first column of the file."),
            code="record",
        )
    return record_number(entry_of(text))


class AnswerLoader:
    """Each row is the answer to one entry that was sent."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.rows: dict[int, ExchangeRow] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        wanted = [entry_of(row[RECORD] or "") for row in rows]
        found = ExchangeRow.objects.filter(entry__in=wanted).select_related("file").order_by("pk")
        self.rows.update({each.entry_id: each for each in found})

    def plan(self, row: Row) -> Plan:
        sent = self.rows.get(entry_of(row[RECORD]))
        if sent is None:
            raise Invalid(
                _("Hours with this number were never sent."), _("Compare the number with the file."),
                field=RECORD, code="unknown",
            )  # fmt: skip
        gate(self.actor, ENTER_ANSWER, sent.file)
        reason = row.get(REASON) or ""
        if row[RESULT] == Answer.REFUSED and not reason:
            raise Invalid(
                _("Why was it refused?"),
                _("Write the reason into the column beside."),
                field=REASON,
                code="required",
            )
        if (sent.answer, sent.answer_words) == (row[RESULT], reason):
            return Plan(SAME)
        return Plan(CHANGED, {RESULT: (sent.get_answer_display(), str(Answer(row[RESULT]).label))})

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the same answer again changes nothing)
        accepted = row[RESULT] == Answer.ACCEPTED
        enter_answer(entry_of(row[RECORD]), accepted=accepted, words=row.get(REASON) or "", by=self.actor)


def _column(item: Item) -> Column:
    mask = MASKS.get(item.source)
    return Column(f"item_{item.key}", _Label(item), mask=mask, as_text=item.source in ("phone", "region"))


class _Label:
    """A heading of the table of items, in the language of the moment."""

    def __init__(self, item: Item) -> None:
        self._item = item

    def __str__(self) -> str:
        return self._item.label


def _rows(actor: Actor) -> Iterator[Row]:
    """Of the file put together last; what changed in the meantime waits for the next one."""
    for each in latest_rows(actor).order_by("pk").iterator(chunk_size=500):
        if each.sent != kept_of(each.entry, each.operation):
            continue
        values = values_of(each.entry, each.operation)
        answer = "" if each.answer == Answer.NONE else each.get_answer_display()
        yield {RECORD: record_number(each.entry_id), RESULT: answer, REASON: each.answer_words} | {
            f"item_{key}": value for key, value in values.items()
        }


def _examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    numbers = [record_number(each) for each in latest_rows(actor).values_list("entry", flat=True)[:2]]
    answers = [
        {RESULT: str(Answer.ACCEPTED.label)},
        {RESULT: str(Answer.REFUSED.label), REASON: _("No such unit")},
    ]
    return [{RECORD: number, **answer} for number, answer in zip(numbers, answers, strict=False)]


def exchange_sheet() -> Sheet:
    """Built when Django starts, from the table of items."""
    data = tuple(_column(item) for item in items()[1:])
    return Sheet(
        name="exchange",
        label=gettext_lazy("National exchange of hours"),
        hint=gettext_lazy("Taken out: the file put together last. Brought in: what the national system answered"),
        icon="repeat",
        columns=(
            Column(
                RECORD, _Label(items()[0]), record_cell, required=True, example="JY00000042",
                aliases=("记录编号", "Record number"), as_text=True,
            ),
            Column(
                RESULT, gettext_lazy("Result"), one_of(ANSWERS), required=True, example="已接收",
                choices=lambda: [str(label) for _key, label in ANSWERS], aliases=("处理结果", "导入结果"),
            ),
            Column(REASON, gettext_lazy("Reason of a refusal"), words(200), aliases=("处理说明", "失败原因")),
            *data,
        ),
        key=(RECORD,),
        may=keeps,
        loader=AnswerLoader,
        rows=_rows,
        count=lambda actor: latest_rows(actor).count(),
        examples=_examples,
        may_reveal=keeps,
    )  # fmt: skip


def announce() -> None:
    registers.sheets.add("exchange", exchange_sheet())
