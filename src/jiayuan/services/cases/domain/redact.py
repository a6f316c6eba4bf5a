"""A public wording proposed from what the reporter wrote: what could point to a person is taken out."""

import re
from collections.abc import Iterable

from jiayuan.foundation.common.masks import blank_words

_PATTERNS = (
    re.compile(
        r"(?<![\d-])(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))(?!\d{7}-\d(?!\d))"
        r"\d{7,}(?!\d|(?:\.\d+)?\s*[元块万])"
    ),
    re.compile(r"[\u4e00-\u9fff]{1,2}(?:先生|女士|阿姨|大爷|奶奶|爷爷|师傅|老师)"),
    re.compile(r"\d+\s*(?:单元(?:\s*\d{1,4}(?![\d年月日个次元户人]))?\s*室?|室|号楼?\d*室)"),
    re.compile(r"(?<![\d-])\d{1,2}-\d{1,2}-\d{3,4}(?![\d-])"),
)
"""Long numbers that are no day, no case and no amount; names with a form of address; entrances and rooms (3-2-501)."""
GAP = "＊＊＊"
LIMIT = 200


def redact(words: str, names: Iterable[str] = ()) -> str:
    """All that ``masks`` knows, long numbers, names with a form of address, room numbers and the ``names`` of people
    known here become ``＊＊＊``. A name that nobody entered anywhere is not recognised."""
    words = " ".join(blank_people(_without(words, names)).split())
    return words if len(words) <= LIMIT else words[: LIMIT - 1] + "…"


def _without(words: str, names: Iterable[str]) -> str:
    """The longest first, so that no half of a name is left; one character alone is a word as well."""
    for name in sorted({each.strip() for each in names}, key=len, reverse=True):
        if len(name) > 1:
            words = re.sub(_as_word(name), GAP, words, flags=re.IGNORECASE)
    return words


def _as_word(name: str) -> str:
    """Letters end where a word ends (“Li” is not in “light”); characters stand without spaces."""
    return rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name)


def blank_people(words: str) -> str:
    """The same at whatever length, with its lines as they are: for what an office wrote and keeps."""
    words = blank_words(words, GAP)
    for pattern in _PATTERNS:
        words = pattern.sub(GAP, words)
    return words
