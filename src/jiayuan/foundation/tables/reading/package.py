"""Looking into an .xlsx before anything loads it: honest sizes, merged cells, formulas, error values.

A spreadsheet is a ZIP of XML. A few kilobytes can unpack to gigabytes, or name one cell in the last corner of a sheet
and make a reader lay out billions: both are refused here. XML is streamed; document types (and with them entities) are
refused.
"""

import posixpath
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from .addresses import letters, parse_address, parse_range
from .limits import MAX_CELLS, MAX_COLUMNS, MAX_ENTRIES, MAX_MARKS, MAX_ROWS, MAX_UNPACKED, Unreadable

_CHUNK = 1 << 18
FORMULA, UNCOMPUTED, ERROR = "formula", "uncomputed", "error"


@dataclass
class Look:
    """What stands in a worksheet beside its values. Rows are counted from 1, columns from 0."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    marks: dict[int, dict[int, str]] = field(default_factory=dict)
    marked: int = 0


class _Watcher:
    """Follows the start and end tags of one worksheet."""

    def __init__(self) -> None:
        self.look = Look()
        self.row, self.column = 0, -1
        self.has_formula = self.has_value = self.is_error = False
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartDoctypeDeclHandler = _no_doctype
        self.parser = parser

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            self._cell(attributes)
        elif name == "f":
            self.has_formula = True
        elif name == "v" and self.has_formula:
            self.parser.CharacterDataHandler = self.text
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = -1
            if self.row > MAX_ROWS * 5:
                raise Unreadable("rows", most=MAX_ROWS)
        elif name == "mergeCell" and len(self.look.merged) < MAX_MARKS:
            self.look.merged.append(parse_range(attributes.get("ref", "")))

    def text(self, text: str) -> None:
        """The saved result of a formula: an empty one is none."""
        self.has_value = self.has_value or bool(text.strip())

    def _cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self.row, self.column = parse_address(attributes["r"])
        else:
            self.column += 1
        self.has_formula = self.has_value = False
        self.is_error = attributes.get("t") == "e"
        look = self.look
        look.cells += 1
        look.rows, look.columns = max(look.rows, self.row), max(look.columns, self.column + 1)
        if look.cells > MAX_CELLS:
            raise Unreadable("cells", most=MAX_CELLS)

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "v":
            self.parser.CharacterDataHandler = None
        if name != "c" or not (self.has_formula or self.is_error):
            return
        computed = FORMULA if self.has_value else UNCOMPUTED
        kind = ERROR if self.is_error else computed
        self.look.marked += 1
        if self.look.marked > MAX_MARKS:
            raise Unreadable("formulas", most=MAX_MARKS)
        self.look.marks.setdefault(self.row, {})[self.column] = kind


def _no_doctype(*_given: Any) -> None:
    raise Unreadable("damaged")


class Package:
    """An .xlsx or .xlsm, looked at. :raises Unreadable: it is damaged, locked, or a bomb."""

    def __init__(self, path: Path) -> None:
        try:
            with zipfile.ZipFile(path) as file:
                self._check_sizes(file)
                self.has_macros = any(name.endswith("vbaProject.bin") for name in file.namelist())
                self.paths = _tables(file)
                self.looks = {name: self._look(file, entry) for name, entry in self.paths.items()}
        except Unreadable:
            raise
        except (
            zipfile.BadZipFile,
            expat.ExpatError,
            KeyError,
            ValueError,
            OSError,
            NotImplementedError,
        ) as error:
            raise Unreadable("damaged") from error
        except RuntimeError as error:  # an entry is encrypted
            raise Unreadable("locked") from error

    def _check_sizes(self, file: zipfile.ZipFile) -> None:
        entries = file.infolist()
        if len(entries) > MAX_ENTRIES or sum(each.file_size for each in entries) > MAX_UNPACKED:
            raise Unreadable("bomb")
        # What the directory says may be a lie; reading to the end checks length and sum.
        worksheets = {each for each in entries if each.filename.startswith("xl/worksheets/")}
        for entry in entries:
            if entry not in worksheets:
                with file.open(entry) as stream:
                    while stream.read(_CHUNK):
                        pass

    def _look(self, file: zipfile.ZipFile, entry: str) -> Look:
        watcher = _Watcher()
        with file.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                watcher.parser.Parse(chunk, False)
            watcher.parser.Parse(b"", True)
        look = watcher.look
        if look.columns > MAX_COLUMNS:
            raise Unreadable("columns", most=MAX_COLUMNS, last=letters(look.columns - 1))
        if look.rows * look.columns > MAX_CELLS * 4:
            raise Unreadable("cells", most=MAX_CELLS)
        return look


def _tables(file: zipfile.ZipFile) -> dict[str, str]:
    """Name of each worksheet -> its entry."""
    targets: dict[str, str] = {}
    named: list[tuple[str, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes["Target"]
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[attributes["Id"]] = path

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] == "sheet":
            identity = next(
                (value for key, value in attributes.items() if key.rpartition(" ")[2] == "id"), ""
            )
            named.append((attributes["name"], identity))

    _follow(file, "xl/_rels/workbook.xml.rels", relation)
    _follow(file, "xl/workbook.xml", sheet)
    return {name: targets[identity] for name, identity in named if identity in targets}


def _follow(file: zipfile.ZipFile, entry: str, start: Any) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.Parse(file.read(entry), True)
