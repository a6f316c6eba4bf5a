"""Lines typed from a paper list, read: ``A12-K 1805 1900``, or ``W3-T 1810 1900 刘阿姨 13800000000``."""

import re
import unicodedata

from ..domain.quick_entry import TypedLine
from ..row_codes import LOOKS_LIKE_ONE

_BETWEEN = re.compile(r"[\s,，、;；]+")
_TIME = re.compile(r"\d{1,2}:?\d{2}")
_PHONE = re.compile(r"\+?\d{6,}")
_MAY_BE_CODE = re.compile(r"[A-Za-z0-9-]{1,7}")
"""As short as a code, in signs of which codes are made."""
_SURELY = "+"
"""Before a name that looks like a code."""


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
    name = " ".join(names)
    plain = unicodedata.normalize("NFKC", name)
    doubtful = not code and not phone and _MAY_BE_CODE.fullmatch(plain) is not None
    if not code and plain.startswith(_SURELY):
        name = plain[len(_SURELY) :].strip()
    return TypedLine(number, text, code, tuple(times), name, phone, doubtful)
