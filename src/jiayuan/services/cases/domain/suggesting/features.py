"""What a sentence looks like to the model: pieces of its writing, its words and its sound, each a number.

The numbers are digests of the pieces, so that a model holds no words of anybody and needs no list of words. Pieces by
sound let slips of the ear and of the input method count as what was meant; the nasal and retroflex sounds that the
north runs together are taken for the same.
"""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple
from zlib import crc32

import rjieba
from pypinyin import Style, lazy_pinyin

from jiayuan.foundation.common.plainwords import normalise

BUCKETS = 1 << 18
LONGEST_PIECE = 3
_NUMBERS = re.compile(r"\d+")
_SLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


class Piece(NamedTuple):
    """One feature, and the stretch of the normalised text that it was read from."""

    bucket: int
    start: int
    end: int


def plain(text: str) -> str:
    """The text as the model reads it: normalised, without numbers, which say where and not what."""
    return " ".join(_NUMBERS.sub(" ", normalise(text)).split())


def pieces_of(text: str) -> list[Piece]:
    """All pieces of a text that is :func:`plain` already."""
    found = []
    for start, part in _parts(text):
        found += list(_latin(part, start) if part.isascii() else _han(part, start))
    return found


def words_of(text: str) -> list[tuple[int, int]]:
    """The stretches that are words, in order: what an explanation can name."""
    found = []
    for start, part in _parts(text):
        if part.isascii():
            found.append((start, start + len(part)))
            continue
        ends = list(accumulate(map(len, rjieba.cut(part)), initial=start))
        found += list(pairwise(ends))
    return found


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Stretches of Latin letters and of other writing."""
    for match in re.finditer(r"[a-z]+|[^\sa-z]+", text):
        yield match.start(), match.group()


def _bucket(kind: str, piece: str) -> int:
    return crc32(f"{kind}{piece}".encode()) & (BUCKETS - 1)


def _han(part: str, start: int) -> Iterator[Piece]:
    for size in range(1, LONGEST_PIECE + 1):
        for at in range(len(part) - size + 1):
            yield Piece(_bucket("c", part[at : at + size]), start + at, start + at + size)
    at = 0
    for word in rjieba.cut(part):
        if len(word) > 1:
            yield Piece(_bucket("w", word), start + at, start + at + len(word))
        at += len(word)
    sounds = [_slurred(each) for each in lazy_pinyin(list(part), style=Style.NORMAL)]
    yield from _sounding(sounds, [(start + at, start + at + 1) for at in range(len(part))])


def _sounding(sounds: list[str], spans: list[tuple[int, int]]) -> Iterator[Piece]:
    for size in (2, 3):
        for at in range(len(sounds) - size + 1):
            yield Piece(_bucket("s", "".join(sounds[at : at + size])), spans[at][0], spans[at + size - 1][1])


def _slurred(sound: str) -> str:
    for careful, slurred in _SLURRED:
        sound = sound.replace(careful, slurred)
    return sound


def _latin(part: str, start: int) -> Iterator[Piece]:
    """A word of English, its stem for slips of the finger, and pinyin typed without choosing characters."""
    end = start + len(part)
    yield Piece(_bucket("w", part), start, end)
    if len(part) > 4:
        yield Piece(_bucket("w", part[:4]), start, end)
    yield Piece(_bucket("s", _slurred(part)), start, end)
    syllables = re.findall(r"[^aeiouv]*[aeiouv]+(?:ng|n(?![aeiouv])|r(?![aeiouv]))?", part)
    yield from _sounding([_slurred(each) for each in syllables], [(start, end)] * len(syllables))
