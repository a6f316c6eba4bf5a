"""Cells as spreadsheets call them: column 0 of row 17 is ``A17``."""

import re

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def letters(column: int) -> str:
    """``0`` -> ``A``, ``26`` -> ``AA``."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def parse_address(text: str) -> tuple[int, int]:
    """``B17`` -> row 17, column 1. :raises ValueError: no address."""
    found = _ADDRESS.fullmatch(text)
    if not found:
        raise ValueError(text)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1


def parse_range(text: str) -> tuple[int, int, int, int]:
    """``B17:C19`` -> first row, first column, last row, last column."""
    first, _, last = text.partition(":")
    top, left = parse_address(first)
    bottom, right = parse_address(last or first)
    return top, left, bottom, right
