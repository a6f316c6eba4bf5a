"""Which row holds the headings, and which column is which."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

ENOUGH = 86
_AROUND = re.compile(r"[（(].*?[）)]|[\s*＊:：_\-]+")
_IDENTITY = re.compile(r"身份证|证件号|公民身份|idcard|idnumber|identitynumber|nationalid", re.IGNORECASE)

Wanted = Mapping[str, Sequence[str]]
"""Column key -> its headings."""


def tidy(heading: Any) -> str:
    """Half width, lower case, without spaces, stars and what stands in brackets."""
    text = unicodedata.normalize("NFKC", str(heading or "")).lower()
    return _AROUND.sub("", text) or text.strip()


def asks_for_identity(heading: Any) -> bool:
    """Does this column want national ID numbers?"""
    return bool(_IDENTITY.search(unicodedata.normalize("NFKC", str(heading or "")).replace(" ", "")))


def guess(header: Sequence[Any], wanted: Wanted) -> dict[str, int]:
    """Column key -> index in ``header``. Equal headings first, then the most alike; nothing is used twice."""
    names = [tidy(each) for each in header]
    known = {key: [tidy(each) for each in headings] for key, headings in wanted.items()}
    found: dict[str, int] = {}
    for key, headings in known.items():
        index = next(
            (i for i, name in enumerate(names) if name in headings and i not in found.values()), None
        )
        if index is not None:
            found[key] = index
    for key, headings in known.items():
        free = [i for i, name in enumerate(names) if len(name) > 1 and i not in found.values()]
        if key in found or not free:
            continue
        scores = [(max(fuzz.ratio(names[i], each) for each in headings), i) for i in free]
        score, index = max(scores)
        if score >= ENOUGH:
            found[key] = index
    return found


def find_header(rows: Sequence[tuple[int, Sequence[Any]]], wanted: Wanted) -> tuple[int, int]:
    """(number of the row, how many headings it holds) of the likeliest row; the first filled row if none fits."""
    best = (0, 0)
    for number, cells in rows:
        score = len(guess(cells, wanted))
        if score > best[1]:
            best = (number, score)
    if not best[1]:
        first = next((number for number, cells in rows if any(str(each).strip() for each in cells)), 0)
        best = (first, 0)
    return best
