"""Lines typed from a paper list, read: ``A12-K 1805 1900``, or ``W3-T 1810 1900 刘阿姨 13800000000``."""

import re
import unicodedata

from ..domain.quick_entry import TypedLine
from ..row_codes import LOOKS_LIKE_ONE

_BETWEEN = re.compile(r"[\s,，、;；]+")
_TIME = re.compile(r"\d{1,2}:?\d{2}")
_PHONE = re.compile(r"\+?\d{6,}")


def lines_of(text: str) -> list[TypedLine]:
    """What stands in each line that is not empty; whether it makes sense is not asked here."""
    lines = enumerate(text.splitlines(), 1)
    return [_line(number, line.strip()) for number, line in lines if line.strip()]


def _line(number: int, text: str) -> TypedLine:
    code, phone, times, names = "", "", list[str](), list[str]()
    for place, part in enumerate(_BETWEEN.split(text)):
        plain = unicodedata.normalize("NFKC", part)
        if place == 0 and LOOKS_LIKE_ONE.match(plain):
            code = plain.upper()
        elif _TIME.fullmatch(plain):
            times.append(plain)
        elif _PHONE.fullmatch(plain):
            phone = plain
        elif part:
            names.append(part)
    return TypedLine(number, text, code, tuple(times), " ".join(names), phone)
