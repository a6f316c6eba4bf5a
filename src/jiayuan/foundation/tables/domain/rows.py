"""A row of the file as a row of the list: cells read by their columns, faults with their addresses."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from jiayuan.foundation.common.cells import text_of
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.sheets import Sheet

from ..models import Fault, Job
from ..reading.addresses import letters
from ..reading.stage import Staged
from .told import raising, told

_VALUE = 80
Each = TypeVar("Each")


def in_chunks(rows: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """Lists of at most ``size``."""
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk


@dataclass
class Parsed:
    """``values`` by column key, None where the file says nothing; ``cells`` as they stand in the file."""

    number: int
    cells: list[Any]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class RowReader:
    """Reads rows for one job and remembers which keys it has seen."""

    def __init__(self, job: Job) -> None:
        self.job, self.sheet = job, job.declared
        self.columns = [each for each in self.sheet.columns if each.key in job.mapping]
        self.width = len(job.found.get("header", []))
        self.seen: dict[int, int] = {}

    def parse(self, staged: Staged) -> Parsed:
        """Values and the faults that can be told without the database."""
        number, cells, marks = staged
        parsed = Parsed(number, cells)
        for column in self.columns:
            index = self.job.mapping[column.key]
            value = cells[index] if index < len(cells) else None
            read = partial(_read, column, value, marks.get(str(index), ""))
            try:
                parsed.values[column.key] = read()
            except DomainError as error:
                self.blame(parsed, error, column.key, again=read)
        for index in range(self.width, len(cells)):
            if text_of(cells[index]):
                self.blame_cell(parsed, index, _beyond(), again=raising(_beyond))
                break
        return parsed

    def find_repeated(self, parsed: Parsed) -> None:
        """Blame a row whose key stood in an earlier row already: for that alone, since one of the two goes."""
        if any(parsed.values.get(key) is None for key in self.sheet.key if self.sheet.column(key).required):
            return
        key = hash(tuple(str(parsed.values.get(each)) for each in self.sheet.key))
        first = self.seen.setdefault(key, parsed.number)
        if first != parsed.number:
            parsed.faults.clear()
            made = partial(self._repeats, first)
            self.blame(parsed, made(), self.sheet.key[0], again=raising(made))

    def _repeats(self, first: int) -> Invalid:
        names = _(" and ").join(str(self.sheet.column(each).label) for each in self.sheet.key)
        return Invalid(
            _("%(columns)s: the same as in row %(row)s.") % {"columns": names, "row": first},
            _("Delete one of the two rows."),
            code="repeated",
        )

    def blame(
        self,
        parsed: Parsed,
        error: DomainError,
        key: str | None,
        *,
        again: Callable[[], object],
        is_late: bool = False,
    ) -> None:
        """Note what is wrong with the cell of this column, or with the row's first cell.

        :param again: finds it once more, so that it is known in the other languages too.
        """
        known = key if key in self.job.mapping else self.sheet.key[0]
        index = self.job.mapping.get(known or "", 0)
        self.blame_cell(parsed, index, error, key=known or "", again=again, is_late=is_late)

    def blame_cell(
        self,
        parsed: Parsed,
        index: int,
        error: DomainError,
        *,
        again: Callable[[], object],
        key: str = "",
        is_late: bool = False,
    ) -> None:
        found = text_of(parsed.cells[index]) if index < len(parsed.cells) else ""
        mask = (
            self.sheet.column(key).mask if key else mask_words
        )  # nobody says what stands beyond the headings
        words = told(error, again)
        message, remedy = words[translation.get_language() or settings.LANGUAGE_CODE]
        parsed.faults.append(
            Fault(
                job=self.job,
                row=parsed.number,
                cell=f"{letters(index)}{parsed.number}",
                column=key,
                value=(mask(found) if mask else found)[:_VALUE],
                code=error.code[:32],
                message=message,
                remedy=remedy,
                words=words,
                is_late=is_late,
            )
        )


def _read(column: Any, value: Any, mark: str) -> Any:
    _check_mark(mark)
    if text_of(value) == "":
        if column.required:
            raise Invalid(
                _("%(column)s is missing.") % {"column": column.label}, _("Fill it in."), code="required"
            )
        return None
    return column.parse(value)


def _check_mark(mark: str) -> None:
    kind, _space, where = mark.partition(" ")
    if kind == "merged":
        raise Invalid(
            _("This cell is merged with others (%(range)s).") % {"range": where},
            _("Unmerge the cells and write the value into each row."),
            code="merged",
        )
    if kind == "uncomputed":
        raise Invalid(
            _("A formula stands here whose result was not saved."),
            _("Replace it by its value (copy, paste as values)."),
            code="formula",
        )
    if kind == "error":
        raise Invalid(
            _("An error of the spreadsheet stands here, such as #N/A."),
            _("Replace it by the right value, or empty the cell."),
            code="error-value",
        )


def _beyond() -> Invalid:
    return Invalid(
        _("This row has more cells than there are headings."),
        _("A comma inside a value needs quotation marks; or give the column a heading."),
        code="beyond",
    )


def key_of(sheet: Sheet, values: dict[str, Any]) -> str:
    """The row in words, for a list of changes."""
    said = []
    for each in sheet.key:
        column, text = sheet.column(each), text_of(values.get(each))
        if text:
            said.append(column.mask(text) if column.mask else text)
    return " · ".join(said)
