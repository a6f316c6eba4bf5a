"""Codes of the rows on a printed sheet: short to type, and a slip of the finger is noticed.

``A12-K``: the role by its letter, the turn in it, and a letter that checks both and the session. ``W3-…`` is the third
blank row. The check is a weighted sum modulo 23, a prime not smaller than the number of signs: one wrong sign and two
signs in each other's place are always found, a sheet of another gathering in 22 of 23 cases.
"""

import re
import unicodedata
from dataclasses import dataclass

ROLES = "ABCDEFGHJKLM"
BLANK = "W"
_SIGNS = "0123456789" + ROLES + BLANK
_CHECKS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Without the letters that are read as digits."""
_PRIME = 23
"""As many signs, and as many checks."""
_CODE = re.compile(rf"([{ROLES}{BLANK}])([1-9]\d{{0,6}})-?([{_CHECKS}])")
LOOKS_LIKE_ONE = re.compile(r"[A-Za-z]\d")


@dataclass(frozen=True)
class RowCode:
    """``letter`` names the role, or is ``BLANK``; ``number`` is the turn in the role, or that of the blank row."""

    letter: str
    number: int

    @property
    def is_blank(self) -> bool:
        return self.letter == BLANK


def row_code(session_id: int, row: RowCode) -> str:
    """As it is printed."""
    return f"{row.letter}{row.number}-{_check(session_id, row)}"


def read_row_code(session_id: int, text: str) -> RowCode | None:
    """As it was typed, in either case, with or without the stroke; None if it is none of this session."""
    found = _CODE.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
    if found is None:
        return None
    row = RowCode(found[1], int(found[2]))
    return row if _check(session_id, row) == found[3] else None


def _check(session_id: int, row: RowCode) -> str:
    text = f"{row.letter}{row.number}"
    total = sum(weight * _SIGNS.index(sign) for weight, sign in enumerate(text, 1))
    return _CHECKS[(session_id + total) % _PRIME]
