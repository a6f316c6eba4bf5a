"""Nothing dangerous is taken for something harmless: a word of danger in a query outweighs every guess."""

import re

from .candidates import Candidate
from .knowledge import Group, Knowledge
from .sounds import folded_syllables, spelt

CUED, HEARD = 0.8, 0.6
"""A word of danger as written; one that only sounds like it."""
_SHORTEST_HEARD = 2
_MANY_NAMED = {"medicine", "chemical", "danger"}


def _is_telling(cue: str, group: Group | None) -> bool:
    """May it be heard in something else? Two syllables of a drug's name (沙坦) sound like anything."""
    least = _SHORTEST_HEARD + (group is not None and group.code in _MANY_NAMED)
    return len(cue) >= least and not cue.isascii()


class Guard:
    def __init__(self, knowledge: Knowledge) -> None:
        self._cues = knowledge.cues
        ordered = sorted(self._cues, key=len, reverse=True)
        self._written = re.compile("|".join(re.escape(each) for each in ordered))
        long = [each for each in ordered if _is_telling(each, self._cues[each])]
        self._sounds = {folded_syllables(each): self._cues[each] for each in reversed(long)}
        self._letters = {spelt(each): self._cues[each] for each in long if len(spelt(each)) >= 6}
        self._spelt = re.compile("|".join(sorted(self._letters, key=len, reverse=True)))

    def written(self, name: str) -> tuple[str, Group] | None:
        """The first word of danger and its group. Harmless words that hold one (山药) are passed over."""
        for match in self._written.finditer(name):
            if (group := self._cues[match[0]]) is not None:
                return match[0], group
        return None

    def heard(self, name: str) -> Group | None:
        """A word of danger that ``name`` sounds like, or holds in pinyin."""
        if name.isascii():
            match = self._spelt.search(name.replace(" ", ""))
            return self._letters[match[0]] if match else None
        sounds = folded_syllables(name)
        for length in (4, 3, 2):
            for start in range(len(sounds) - length + 1):
                group = self._sounds.get(sounds[start : start + length])
                if group is not None:
                    return group
        return None

    def allows(self, best: Candidate, name: str) -> bool:
        """May this be answered although ``name`` holds a word of danger? Only what is listed with that very word."""
        if best.is_whole:
            return True
        cue = self.written(name)
        return cue is None or (best.item is not None and cue[0] in best.name)
