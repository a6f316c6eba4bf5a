"""Any table file as rows of cells, with what stands in a cell beside its value."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
)

from .addresses import letters
from .limits import MAX_CELLS, MAX_COLUMNS, MAX_TABLES, Unreadable
from .package import Look, Package
from .text import TextTable

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x7fELF")
Numbered = tuple[int, list[Any]]


@dataclass
class Table:
    """One worksheet. ``marks``: row -> column -> ``formula``, ``uncomputed``, ``error`` or ``merged B17:B19``."""

    name: str
    marks: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)


class Book(Protocol):
    kind: str
    encoding: str
    has_macros: bool

    def names(self) -> list[str]: ...
    def open(self, name: str) -> Table: ...
    def rows(self, name: str) -> Iterator[Numbered]: ...


def open_book(path: Path) -> Book:
    """What a file is, by its first bytes and not by its name. :raises Unreadable: nothing that can be read."""
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise Unreadable("empty")
    if head.startswith(_NO_TABLES):
        raise Unreadable("not-a-table")
    if head.startswith((_ZIP, _OLE)):
        return SpreadsheetBook(path, is_package=head.startswith(_ZIP))
    return TextBook(path)


class TextBook:
    kind, has_macros = "csv", False

    def __init__(self, path: Path) -> None:
        self.table = TextTable(path)
        self.encoding = self.table.encoding

    def names(self) -> list[str]:
        return [""]

    def open(self, name: str) -> Table:
        return Table(name)

    def rows(self, name: str) -> Iterator[Numbered]:  # noqa: ARG002 (it has only one)
        yield from self.table


class SpreadsheetBook:
    """.xlsx and .xlsm, .xls, .ods, read by calamine after :class:`Package` looked into it."""

    encoding = ""

    def __init__(self, path: Path, *, is_package: bool) -> None:
        self.package: Package | None = None
        self.kind = "xls"
        if is_package:
            self.kind = "ods" if _is_open_document(path) else "xlsx"
        if self.kind == "xlsx":
            self.package = Package(path)
        self.has_macros = bool(self.package and self.package.has_macros)
        try:
            self.book = CalamineWorkbook.from_path(str(path))
        except PasswordError as error:
            raise Unreadable("locked") from error
        except (CalamineError, ZipError, OSError) as error:
            raise Unreadable("locked" if "assword" in str(error) else "damaged") from error

    def names(self) -> list[str]:
        """The visible worksheets."""
        return [
            each.name
            for each in self.book.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
        ][:MAX_TABLES]

    def open(self, name: str) -> Table:
        look = self.package.looks.get(name) if self.package else None
        return _described(name, look) if look else Table(name)

    def rows(self, name: str) -> Iterator[Numbered]:
        try:
            sheet = self.book.get_sheet_by_name(name)
        except (CalamineError, ZipError) as error:
            raise Unreadable("damaged") from error
        start, end = sheet.start, sheet.end
        if start is None or end is None:
            return
        if end[1] >= MAX_COLUMNS:
            raise Unreadable("columns", most=MAX_COLUMNS, last=letters(end[1]))
        if (end[0] - start[0] + 1) * (end[1] - start[1] + 1) > MAX_CELLS * 4:
            raise Unreadable("cells", most=MAX_CELLS)
        before = [""] * start[1]
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield number, before + row


def _is_open_document(path: Path) -> bool:
    with path.open("rb") as file:
        return b"opendocument" in file.read(200)


def _described(name: str, look: Look) -> Table:
    """Merged cells as marks of the cells that they swallow; the first keeps the value."""
    table = Table(name, look.marks)
    room = MAX_CELLS // 10
    for top, left, bottom, right in look.merged:
        said = f"{letters(left)}{top}:{letters(right)}{bottom}"
        table.merged.append(said)
        for row in range(top, min(bottom, look.rows) + 1):
            for column in range(left, min(right, look.columns) + 1):
                room -= 1
                if (row, column) != (top, left) and room > 0:
                    table.marks.setdefault(row, {})[column] = f"merged {said}"
    return table
