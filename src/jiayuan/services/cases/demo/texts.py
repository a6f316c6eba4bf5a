"""What people say in the demonstration, read from the text files beside this one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Rated:
    score: int
    words: str


@dataclass(frozen=True)
class Texts:
    weights: dict[str, int]
    """Category code -> how often it is reported."""
    reports: Mapping[str, Sequence[str]]
    replies: Mapping[str, Sequence[str]]
    """By action (``hand_in`` by the function of the unit instead)."""
    ratings: Sequence[Rated]

    def report(self, code: str, random: Random) -> str:
        return fill(random.choice(self.reports[code]), random)

    def reply(self, name: str, random: Random) -> str:
        return random.choice(self.replies.get(name, ("",)))


def fill(words: str, random: Random) -> str:
    """The slots of a sentence filled with spots and times."""
    for slot, *choices in _slots():
        while slot in words:
            words = words.replace(slot, random.choice(choices), 1)
    return words


@cache
def _slots() -> list[list[str]]:
    return [line.split() for line in _lines("slots.txt")]


def read_texts() -> Texts:
    weights, reports = {}, {}
    for head, lines in _blocks("reports.txt"):
        code, weight = head.split()
        weights[code], reports[code] = int(weight), [line for line in lines if line]
    replies = {head.strip("[]"): lines or [""] for head, lines in _blocks("replies.txt")}
    return Texts(weights, reports, replies, [_rated(line) for line in _lines("ratings.txt")])


def _lines(name: str) -> list[str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _blocks(name: str) -> Iterator[tuple[str, list[str]]]:
    """Blocks of a file: a head (a category code or a name in brackets) and the lines under it."""
    head, lines = "", list[str]()
    for line in _lines(name):
        if line.startswith("[") or (line[0] in "PE" and line[1].isdigit()):
            if head:
                yield head, lines
            head, lines = line, []
        else:
            lines.append(line)
    yield head, lines


def _rated(line: str) -> Rated:
    score, _space, words = line.partition(" ")
    return Rated(int(score), words)
