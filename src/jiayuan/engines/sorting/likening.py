"""Names that were mistyped: by their sound, by a character, by letters, by the order of characters."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from .candidates import Candidate, of_item
from .index import Index
from .sounds import folded_syllables, spelt, syllables

SAME_SOUND, NEAR_SOUND, AS_WRITTEN, OTHER_ORDER = 0.82, 0.76, 0.04, 0.7
PINYIN, LETTERS, INITIALS, ENGLISH_END, SPELT_END = 0.9, 0.62, 0.6, 0.72, 0.55
MEANT = 0.15
"""Of several names with the same initials, the one that is asked for most."""
_SHORTEST_LETTERS, _SHORTEST_INITIALS, _AGREEMENT = 5, 3, 86
_MOST = 32
"""Names that are compared character by character."""


class Likener:
    def __init__(self, index: Index) -> None:
        self._index = index

    def written(self, name: str) -> Iterator[Candidate]:
        """In Chinese characters."""
        if any(each.isascii() and each.isalpha() for each in name):
            yield from (self._candidate(each, PINYIN) for each in self._index.by_pinyin.get(spelt(name), ()))
        sounds = folded_syllables(name)
        for found in self._index.by_sound.get(sounds, ()):
            sure = SAME_SOUND if syllables(found) == syllables(name) else NEAR_SOUND
            written_alike = sum(one == other for one, other in zip(found, name, strict=True)) / len(name)
            if len(name) > 2 or (len(name) == 2 and (written_alike or sure == SAME_SOUND)):
                yield self._candidate(found, sure + AS_WRITTEN * written_alike)
        found = self._index.by_characters.get("".join(sorted(name)), "")
        if found and found != name:
            yield self._candidate(found, OTHER_ORDER)
        if len(name) > 2:
            yield from self._nearly(name, sounds)

    def in_letters(self, text: str) -> Iterator[Candidate]:
        """The whole name in English or pinyin."""
        letters = text.replace(" ", "")
        if (item := self._index.called(text)) is not None:
            yield of_item(item, 0.95, item.english)
        yield from (self._candidate(name, PINYIN) for name in self._index.by_pinyin.get(letters, ()))

    def nearly_spelt(self, text: str) -> Iterator[Candidate]:
        """Its initials, its end, or letters with a slip."""
        letters = text.replace(" ", "")
        if len(letters) >= _SHORTEST_INITIALS:
            for name in self._index.by_initials.get(letters, ()):
                is_common = name in self._index.knowledge.common
                yield self._candidate(name, INITIALS + MEANT if is_common else INITIALS)
        yield from self._english_end(text)
        if len(letters) >= _SHORTEST_LETTERS:
            yield from self._slips(letters)
            yield from self._spelt_end(letters)

    def _spelt_end(self, letters: str) -> Iterator[Candidate]:
        """The longest known name at the end: bo-caiye."""
        for start in range(1, len(letters) - _SHORTEST_LETTERS + 1):
            if names := self._index.by_pinyin.get(letters[start:]):
                yield from (self._candidate(name, SPELT_END) for name in names)
                return

    def _english_end(self, text: str) -> Iterator[Candidate]:
        words = text.split()
        for start in range(1, len(words)):
            end = " ".join(words[start:])
            if (item := self._index.called(end)) is not None:
                yield of_item(item, ENGLISH_END, item.english)
                return

    def _slips(self, letters: str) -> Iterator[Candidate]:
        found = process.extract(
            letters, self._index.spelt_names, scorer=fuzz.ratio, score_cutoff=_AGREEMENT, limit=4
        )
        for spelling, score, _ in found:
            sure = LETTERS * score / 100 + 0.1
            yield from (self._candidate(name, sure) for name in self._index.by_pinyin.get(spelling, ()))
            if (item := self._index.english.get(spelling)) is not None:
                yield of_item(item, sure, item.english)

    def _nearly(self, name: str, sounds: Sequence[str]) -> Iterator[Candidate]:
        """One syllable off, and one more for every four. In an order that hangs on the words alone: of many that sound
        as near, those of the same length are looked at first, and the same ones in every process."""
        syllables = dict.fromkeys(sounds)
        allowed = 1 + len(name) // 5
        lengths = sorted(
            range(len(name) - allowed, len(name) + allowed + 1), key=lambda each: abs(each - len(name))
        )
        shared = Counter(
            each
            for length in lengths
            for sound in syllables
            for each in self._index.by_syllable.get((sound, length), ())
        )
        for found, count in shared.most_common(_MOST):
            if count < len(syllables) - allowed:
                break
            other = folded_syllables(found)
            heard = Levenshtein.distance(sounds, other)
            if not 0 < heard <= allowed:
                continue
            seen = Levenshtein.distance(name, found)
            sure = (
                0.78
                - 0.55 * (0.6 * heard + 0.5 * seen) / len(name)
                - (0.14 if other[-1] != sounds[-1] else 0)
            )
            yield self._candidate(found, sure)

    def _candidate(self, name: str, confidence: float) -> Candidate:
        return of_item(self._index.names[name], confidence, name)
