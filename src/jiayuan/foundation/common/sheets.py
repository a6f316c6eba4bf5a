"""Lists that can be brought in from and taken out to a spreadsheet, declared once by the room that keeps them.

A room's ``interfaces/sheets.py`` says which columns its list has, what identifies a row, who may, and hands each row to
its own domain functions, the one write door. ``foundation.tables`` does the rest alike for all: reading, checking,
importing, exporting, samples.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from .cells import Cell, both_labels, text_of

Row = Mapping[str, Any]
"""Values by column key. A column that the file does not have, or an empty cell, is None: leave what is there."""
NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True)
class Plan:
    """What importing a row would do: ``new``, ``changed`` or ``same``."""

    kind: str
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Column key -> (before, after), as people read them."""


class Loader(Protocol):
    """Takes rows in for one actor."""

    def prepare(self, rows: Sequence[Row]) -> None:
        """Look up what these rows (some hundred) need, in a constant number of queries."""
        ...

    def plan(self, row: Row) -> Plan:
        """What this row would do; no query. :raises DomainError: it cannot be taken in; ``field`` names the column."""
        ...

    def write(self, row: Row, *, nonce: str) -> None:
        """Do it, through the room's domain functions. :raises DomainError: in words."""
        ...


@dataclass(frozen=True)
class Column:
    """``label`` is lazy; its Chinese and its English are both understood as a heading, and so are ``aliases``."""

    key: str
    label: Any
    parse: Callable[[Cell], Any] = text_of
    required: bool = False
    help: Any = ""
    example: str = ""
    aliases: tuple[str, ...] = ()
    choices: Callable[[], Sequence[str]] | None = None
    """Labels for the drop-down of the empty table, in the present language."""
    mask: Callable[[str], str] | None = None
    """How personal data is shown to those who need not know it."""
    as_text: bool = False
    """A number that is a name: spreadsheets must not reckon with it."""

    @property
    def headings(self) -> tuple[str, ...]:
        return (*both_labels(self.label), self.key, *self.aliases)


@dataclass(frozen=True)
class Sheet:
    """A list. All functions take the actor; a constant number of queries except where rows stream."""

    name: str
    label: Any
    hint: Any
    icon: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """The columns that identify a row: two rows alike in these are the same thing."""
    may: Callable[[Any], bool]
    loader: Callable[[Any], Loader]
    rows: Callable[[Any], Iterator[Row]]
    """What the actor may see, streamed, with values as people read them (personal data in full)."""
    count: Callable[[Any], int]
    examples: Callable[[Any], Sequence[Mapping[str, str]]]
    """Rows that could be imported by this actor as they stand, for the good sample."""
    may_reveal: Callable[[Any], bool] = lambda _actor: False
    """May the actor take personal data out in full? It is recorded with the reason."""

    def column(self, key: str) -> Column:
        return next(each for each in self.columns if each.key == key)

    @property
    def is_personal(self) -> bool:
        return any(each.mask for each in self.columns)


def compare(before: Mapping[str, Any], row: Row) -> Plan:
    """``changed`` with the differing columns, or ``same``. Cells left empty change nothing."""
    changes = {
        key: (text_of(before[key]), text_of(row[key]))
        for key in before
        if row.get(key) is not None and text_of(row[key]) != text_of(before[key])
    }
    return Plan(CHANGED, changes) if changes else Plan(SAME)
