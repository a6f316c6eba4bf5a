"""What is asked in English, word for word in the Chinese of the lists: broken ceramic plate -> 破陶瓷盘子."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice, product
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .knowledge import Knowledge
from .spelling import key_of, singular

_LONGEST = 4
"""Words of an English name that are looked up together."""
_SHORTEST_SLIP, _LONG = 5, 8
"""Letters from which a word may have one slip, and two."""
_MOST_MENDED = 4
_LINK = re.compile(r"^(.+?) (?:of|from|for|with|in|on|covered in|full of) (.+)$")
_WITHOUT = re.compile(
    r" (?:without|minus|no|with no)(?: the| its| any)? .+$| with(?: the| its)? \w+ (?:removed|taken out)$"
)
_NOTHING = {"a", "an", "the", "my", "our", "some", "and", "or", "it", "its", "is", "are", "s", "of", "from", "with",
            "in", "on", "for", "to", "very", "that", "this", "these", "those", "kind", "type", "made"}  # fmt: skip


class Rendered(NamedTuple):
    chinese: str
    is_whole: bool
    """Every word was understood."""
    knows_last: bool


class English:
    def __init__(self, knowledge: Knowledge) -> None:
        self._words: dict[str, str] = {}
        for name, words in knowledge.english:
            for each in words:
                self._words.setdefault(singular(key_of(each, {})), name)
        for item in knowledge.items:
            if item.english:
                self._words.setdefault(singular(key_of(item.english, {})), item.name)
        self._known = {word for each in self._words for word in each.split()}
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            self._by_first[word[0]].append(word)

    def rendered(self, text: str) -> Rendered | None:
        text = _WITHOUT.sub("", text)
        if (whole := self._words.get(singular(text))) is not None:
            return Rendered(whole, is_whole=True, knows_last=True)
        if match := _LINK.match(text):
            text = f"{match[2]} {match[1]}"
        parts = self._each(singular(text).split())
        known = [each for each in parts if each]
        if not known:
            return None
        return Rendered("".join(known), is_whole=len(known) == len(parts), knows_last=bool(parts[-1]))

    def _each(self, words: list[str]) -> list[str]:
        """Each stretch of words in Chinese; "" for a word that is not known."""
        found, start = list[str](), 0
        while start < len(words):
            for length in range(min(_LONGEST, len(words) - start), 0, -1):
                name = self._words.get(" ".join(words[start : start + length]))
                if name is not None:
                    found.append(name)
                    break
            else:
                length = 1
                if words[start] not in _NOTHING:
                    found.append("")
            start += length
        return found

    def mended(self, text: str) -> list[str]:
        """The same with each word that nobody knows as the known one it slipped from; several where it may be any of
        them, none where no word is to be mended."""
        words = singular(text).split()
        meant = [self._meant(each) for each in words]
        if not any(meant):
            return []
        ways = product(*(found or [word] for word, found in zip(words, meant, strict=True)))
        return [" ".join(each) for each in islice(ways, _MOST_MENDED)]

    def _meant(self, word: str) -> Sequence[str]:
        """The known words next to one that is not. Hardly anybody mistakes the first letter."""
        if len(word) < _SHORTEST_SLIP or word in self._known or word in _NOTHING:
            return ()
        most = 2 if len(word) >= _LONG else 1
        near = process.extract(
            word, self._by_first.get(word[0], ()), scorer=OSA.distance, score_cutoff=most, limit=_MOST_MENDED
        )
        return [found for found, slips, _ in near if slips == near[0][1]]
