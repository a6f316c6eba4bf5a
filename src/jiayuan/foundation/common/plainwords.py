"""How near what somebody typed comes to the words a thing is known by.

Chinese is written without spaces, mistyped by its sound and sometimes typed as pinyin; English is mistyped by
letter. ``likeness`` answers for all of them with one number between 0 and 1.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz

LONGEST = 200
"""Characters of a question that are looked at; the rest of a longer one is dropped."""

_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Mn"}
_SPACES = re.compile(r"\s+")
_SHORTEST_PINYIN = 4
_SURE, _EACH_MORE, _COUNTED = 0.97, 0.04, 3
"""Where agreement is certain, what each further word found adds, and how many of them are counted."""


class Slips(NamedTuple):
    """How short a word may be, and how much of it must agree in per cent, to count as mistyped."""

    shortest: int
    agreement: float


LETTERS = Slips(5, 82.0)
CHARACTERS = Slips(3, 66.0)


def normalise(text: str) -> str:
    """One spelling for comparing: NFKC, lower case, no punctuation, symbols or invisible marks."""
    cut = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST].casefold()
    kept = (
        "" if unicodedata.category(each) in _INVISIBLE - {"Cc"} else each if each.isalnum() else " "
        for each in cut
    )
    return _SPACES.sub(" ", "".join(kept)).strip()


@lru_cache(maxsize=8192)
def sound(text: str) -> str:
    """``下水道`` -> ``xiashuidao``; Latin letters stay, spaces go."""
    return "".join(lazy_pinyin(text, style=Style.NORMAL)).replace(" ", "").lower()


@lru_cache(maxsize=8192)
def initials(text: str) -> str:
    """``下水道`` -> ``xsd``."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).replace(" ", "").lower()


def likeness(query: str, words: Iterable[str]) -> float:
    """The best agreement of a normalised query with any of ``words`` (normalised as they are written).

    Roughly: a long word found as it stands 0.9, a two-character one 0.6; the same by its sound a little
    less; a slip of a letter or character 0.5; nothing 0. Every further word found adds a little.
    """
    if not query:
        return 0.0
    scores = sorted((_likeness(query, normalise(word)) for word in words), reverse=True)
    if not scores or scores[0] >= _SURE:
        return scores[0] if scores else 0.0
    others = sum(score > 0 for score in scores[1 : _COUNTED + 1])
    return min(scores[0] + _EACH_MORE * others, _SURE) if scores[0] else 0.0


def _likeness(query: str, word: str) -> float:
    if not word:
        return 0.0
    if query == word:
        return 1.0
    return max(_written(query, word), _sounded(query, word), _mistyped(query, word))


def _length(word: str) -> float:
    """How much a word says: a Chinese character counts as much as about two and a half letters."""
    return sum(0.4 if each.isascii() else 1.0 for each in word)


def _by_length(word: str) -> float:
    return min(0.4 + 0.1 * _length(word), 0.9)


def _written(query: str, word: str) -> float:
    if _contains(query, word):
        return _by_length(word)
    if len(query) > 1 and _contains(word, query):
        return _by_length(query) * (0.6 + 0.3 * len(query) / len(word))
    return 0.0


def _contains(text: str, part: str) -> bool:
    """Latin words are found whole or from their beginning, Chinese ones anywhere."""
    if not part.isascii():
        return part in text
    return re.search(rf"(?<![a-z0-9]){re.escape(part)}", text) is not None and len(part) > 1


def _sounded(query: str, word: str) -> float:
    if word.isascii():
        return 0.0
    asked, meant = sound(query), sound(word)
    if query.isascii() and len(word) > 1 and asked == initials(word):
        return 0.55
    if len(meant) < _SHORTEST_PINYIN or len(asked) < _SHORTEST_PINYIN:
        return 0.0
    if len(word) > 1 and meant in asked and _on_syllables(query, word):
        return _by_length(word) - 0.05
    if query.isascii() and _begins_a_syllable(asked, word):
        return 0.5 + 0.3 * len(asked) / len(meant)
    return 0.0


def _begins_a_syllable(asked: str, word: str) -> bool:
    """``shachuang`` is found in ``换纱窗``, but ``angsha`` is not."""
    return any(sound(word[start:]).startswith(asked) for start in range(len(word)))


def _on_syllables(query: str, word: str) -> bool:
    """For a query in characters the syllables must agree, so that ``xi an`` is not found in ``xian``."""
    if query.isascii():
        return True
    asked = [sound(each) for each in query if each != " "]
    meant = [sound(each) for each in word if each != " "]
    span = len(meant)
    return any(asked[start : start + span] == meant for start in range(len(asked) - span + 1))


def _mistyped(query: str, word: str) -> float:
    if word.isascii():
        return _slip(word, (query, *query.split()), LETTERS) if query.isascii() else 0.0
    if query.isascii():
        return _slip(sound(word), (query,), LETTERS)
    if min(len(word), len(query)) < CHARACTERS.shortest:
        return 0.0
    agreement = fuzz.partial_ratio(query, word)
    return 0.5 * agreement / 100 if agreement >= CHARACTERS.agreement else 0.0


def _slip(word: str, parts: Iterable[str], limits: "Slips") -> float:
    if len(word) < limits.shortest:
        return 0.0
    agreement = max(fuzz.ratio(part, word) for part in parts)
    return 0.5 * agreement / 100 if agreement >= limits.agreement else 0.0
