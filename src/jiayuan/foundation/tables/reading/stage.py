"""From a file to plain lines: one JSON line for each filled row below the headings.

Everything after this reads the lines, one after the other, in the same small memory however large the table is.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from .addresses import letters
from .book import Book, open_book
from .headings import Wanted, asks_for_identity, find_header, guess
from .identity import IdentityWatch
from .limits import HEADER_ROWS, MAX_CELL_LENGTH, MAX_COLUMNS, MAX_ROWS, Unreadable

Staged = tuple[int, list[Any], dict[str, str]]
"""Number of the row in the file, its cells, and marks by column (as text, for JSON)."""
SHOWN = 5


def stage(
    path: Path, out: Path, wanted: Wanted, *, table: str | None = None, header_row: int | None = None
) -> dict[str, Any]:
    """Write the rows of the fitting worksheet to ``out`` and say what was found.

    :param wanted: the headings that are looked for, by column key.
    :param table: the worksheet, where somebody chose; else the one whose headings fit best.
    :param header_row: likewise.
    :raises Unreadable: with the reason as a code.
    """
    book = open_book(path)
    found = _look_around(book, wanted)
    if not found:
        raise Unreadable("empty")
    chosen = table if table in found else max(found, key=lambda name: found[name]["score"])
    row = header_row or found[chosen]["row"]
    facts = _write(book, chosen, row, out)
    header = facts["header"]
    return {
        "kind": book.kind, "encoding": book.encoding, "has_macros": book.has_macros,
        "tables": [{"name": name, "score": each["score"]} for name, each in found.items()],
        "table": chosen, "header_row": row, "mapping": guess(header, wanted), **facts,
    }  # fmt: skip


def _look_around(book: Book, wanted: Wanted) -> dict[str, dict[str, int]]:
    """Name of each worksheet that holds something -> its likeliest headings."""
    found = {}
    for name in book.names():
        head = [row for _, row in zip(range(HEADER_ROWS), book.rows(name), strict=False)]
        number, score = find_header(head, wanted)
        if number:
            found[name] = {"row": number, "score": score}
    return found


def _write(book: Book, name: str, header_row: int, out: Path) -> dict[str, Any]:
    table = book.open(name)
    header: list[str] = []
    tally = _Tally()
    with out.open("w", encoding="utf-8") as file:
        for number, cells in book.rows(name):
            if number < header_row:
                continue
            if number == header_row:
                header = _header(cells)
                continue
            plain, marks = (
                _trimmed([_plain(each) for each in cells], len(header)),
                table.marks.get(number, {}),
            )
            if _is_blank(plain) and "uncomputed" not in marks.values():
                continue
            tally.see(number, plain, marks)
            file.write(json.dumps([number, plain, marks], ensure_ascii=False) + "\n")
    return {
        "header": header, "rows": tally.rows, "merged": table.merged[:50], "marks": dict(tally.kinds),
        "first": tally.first,
    }  # fmt: skip


class _Tally:
    """Counts while rows go by, and stops what must not be taken in."""

    def __init__(self) -> None:
        self.rows = 0
        self.kinds = Counter[str]()
        self.first: dict[str, list[str]] = {}
        self.watch = IdentityWatch()

    def see(self, number: int, cells: list[Any], marks: dict[int, str]) -> None:
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise Unreadable("rows", most=MAX_ROWS)
        if len(cells) > MAX_COLUMNS:
            raise Unreadable("columns", most=MAX_COLUMNS, last=letters(len(cells) - 1))
        if (column := self.watch.see(cells)) is not None:
            raise Unreadable("identity", column=letters(column))
        for index, mark in marks.items():
            kind = mark.partition(" ")[0]
            self.kinds[kind] += 1
            shown = self.first.setdefault(kind, [])
            if len(shown) < SHOWN:
                shown.append(f"{letters(index)}{number}")


def _is_blank(cells: list[Any]) -> bool:
    return not any(str(each if each is not None else "").strip() for each in cells)


def _trimmed(cells: list[Any], width: int) -> list[Any]:
    """Without the empty cells behind the headings."""
    while len(cells) > width and _is_blank(cells[-1:]):
        cells.pop()
    return cells


def _header(cells: list[Any]) -> list[str]:
    header = [str(each if each is not None else "").strip()[:120] for each in cells]
    while header and not header[-1]:
        header.pop()
    for index, each in enumerate(header):
        if asks_for_identity(each):
            raise Unreadable("identity", column=letters(index))
    return header


def _plain(value: Any) -> Any:
    """A cell as JSON keeps it: days and times as ISO text under ``d``, endless text cut."""
    if isinstance(value, str):
        return value.replace("\x00", "")[:MAX_CELL_LENGTH]
    if isinstance(value, (datetime, date)):
        return {"d": value.isoformat()}
    if isinstance(value, (time, timedelta)):
        return str(value)
    return value


def read_staged(path: Path, *, after: int = 0) -> Iterator[Staged]:
    """The staged rows whose number is greater than ``after``."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            number, cells, marks = json.loads(line)
            if number > after:
                yield number, [_back(each) for each in cells], marks


def _back(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    text = value["d"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
