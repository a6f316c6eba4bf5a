"""The state of a thing, taken off its name: 吃剩的, 坏掉的, 沾了油的, 过期的."""

import re
from collections.abc import Mapping
from typing import NamedTuple

_LAST = "坏破碎烂脏断馊臭霉"
"""Of the words of one character only these stand after a name."""


class Bare(NamedTuple):
    name: str
    tags: frozenset[str]


class Conditions:
    def __init__(self, words: Mapping[str, str]) -> None:
        self._tags = words
        long = [each for each in sorted(words, key=len, reverse=True) if len(each) > 1]
        short = [each for each in words if len(each) == 1]
        first, last = ("|".join(map(re.escape, [*long, *more])) for more in (short, _LAST))
        after = r"(?:[掉完过光](?=[了的]))?[了着]?的?"
        self._front = re.compile(rf"^(?:已经?|有点|有些|很|太|全|都|被)?({first}){after}(?=.)")
        self._back = re.compile(
            rf"(?<=.)(?:已经?|都|全|很|太|有点|有些|不小心|被我?)?({last})(?:了|掉了?|啦|的)*$"
        )

    def taken_off(self, name: str) -> list[Bare]:
        """The name with fewer and fewer words of state, from the ends inwards."""
        found, tags = [Bare(name, frozenset())], frozenset[str]()
        while True:
            shorter, tag = self._one_less(name)
            if not shorter:
                return found
            name, tags = shorter, tags | {tag}
            found.append(Bare(name, tags))

    def explains(self, rest: str) -> bool:
        """Is what stands before a known name nothing but words of state?"""
        while rest:
            match = self._front.match(rest + "x")
            if match is None:
                return False
            rest = rest[match.end() :]
        return True

    def _one_less(self, name: str) -> tuple[str, str]:
        if match := self._back.search(name):
            return name[: match.start()], self._tags.get(match[1], "broken")
        if match := self._front.match(name):
            return name[match.end() :], self._tags[match[1]]
        return "", ""
