"""Text tables (.csv, .txt, .tsv): in which characters, between which signs."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .limits import HEADER_ROWS, MAX_CELL_LENGTH, Unreadable

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = (",", "\t", ";", "，", "|")


def encoding_of(path: Path) -> str:
    """The encoding in which the whole file reads without a fault.

    :raises Unreadable: ``encoding``: none does. ``not-a-table``: this is no text at all.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return _tried(path, (name,))
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > 8 * min(even, odd) and even + odd > max(2, len(head) // 32):
        return _tried(path, ("utf-16-le" if odd > even else "utf-16-be",))
    if even + odd:
        raise Unreadable("not-a-table")
    return _tried(path, ("utf-8", "gb18030"))


def _tried(path: Path, names: tuple[str, ...]) -> str:
    for name in names:
        decoder = codecs.getincrementaldecoder(name)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return name
    raise Unreadable("encoding")


def delimiter_of(lines: list[str]) -> str:
    """The sign that cuts the first lines into the most columns, alike in each."""
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]

    def worth(sign: str) -> tuple[int, int]:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=sign))
        width, times = max(counts.items(), key=lambda each: (each[0] > 1, each[1], each[0]), default=(0, 0))
        return (times if width > 1 else 0, width)

    return max(_DELIMITERS, key=worth)


class TextTable:
    """Rows of a text table, streamed. Records are counted as a spreadsheet counts its rows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.encoding = encoding_of(path)
        with path.open(encoding=self.encoding, newline="") as file:
            head = [line.rstrip("\r\n") for _, line in zip(range(HEADER_ROWS), file, strict=False)]
        self.says_delimiter = bool(head) and head[0].lower().startswith("sep=")
        self.delimiter = delimiter_of(head)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(MAX_CELL_LENGTH * 50)
        with self.path.open(encoding=self.encoding, newline="") as file:
            try:
                for number, row in enumerate(csv.reader(file, delimiter=self.delimiter), start=1):
                    if not (number == 1 and self.says_delimiter):
                        yield number, row
            except csv.Error as error:
                raise Unreadable("damaged") from error
