"""Nothing dangerous is taken for something harmless: a word of danger in a query outweighs every guess."""

import re
from collections.abc import Iterator

from .candidates import Candidate
from .knowledge import Group, Knowledge
from .sounds import folded_syllables, spelt

CUED, HEARD = 0.8, 0.6
"""A word of danger as written; one that only sounds like it."""
_SHORTEST_HEARD, _SHORTEST_NAMED = 2, 3
_PRINTED = re.compile(
    r"(?:宣传[单册页]|说明书|手册|海报|广告单?|小票|收据|发票|缴费单|处方单|清单|报纸|杂志|书|画册|名片|价目表|海报纸|单据)$"
)
"""Printed matter is paper, whatever it tells of."""
_OUTER = re.compile(r"(?:外?纸盒子?|外盒|外包装盒|包装纸?盒子?|包装箱|纸箱子?|纸壳子?|纸盒壳)$")
_ON_IT = re.compile(r"[沾粘染擦浸包垫裹]|味的")
"""Then the danger is on the paper: 沾了油漆的报纸."""
_SOILS_ITS_BOX = {"pesticide", "paint", "danger", "mercury", "chemical", "fueloil"}
_CLINGS = {*_SOILS_ITS_BOX, "disinfectant", "beautychemical"}
_CLINGS_POURED = {*_CLINGS, "medicine", "ink"}
"""These are left behind on what they were in; a battery, a lamp or a cartridge is not."""
TOLD_APART = {"bulky", "renovation"}
_MANY_NAMED = {"medicine", "chemical", "danger"}


def _named_dangers(knowledge: Knowledge) -> Iterator[tuple[str, Group]]:
    """Whatever is listed as dangerous makes what holds its name dangerous too."""
    for item in knowledge.items:
        if item.group.kind == "hazard":
            yield from ((name, item.group) for name in item.names if len(name) >= _SHORTEST_NAMED)


def _is_telling(cue: str, group: Group | None) -> bool:
    """May it be heard in something else? Two syllables of a drug's name (沙坦) sound like anything."""
    least = _SHORTEST_HEARD + (group is not None and group.code in _MANY_NAMED)
    return len(cue) >= least and not cue.isascii()


class Guard:
    def __init__(self, knowledge: Knowledge) -> None:
        self._cues: dict[str, Group | None] = {**dict(_named_dangers(knowledge)), **knowledge.cues}
        self._longest = max(map(len, self._cues))
        ordered = sorted(self._cues, key=len, reverse=True)
        long = [each for each in ordered if _is_telling(each, self._cues[each])]
        self._sounds = {folded_syllables(each): self._cues[each] for each in reversed(long)}
        self._letters = {spelt(each): self._cues[each] for each in long if len(spelt(each)) >= 6}
        self._spelt = re.compile("|".join(sorted(self._letters, key=len, reverse=True)))

    def written(self, name: str) -> tuple[str, Group] | None:
        """The first word of danger and its group. Harmless words that hold one (山药) are passed over."""
        start = 0
        while start < len(name):
            length = self._cue_at(name, start)
            group = self._cues[name[start : start + length]] if length else None
            if group is not None and not self._is_about(name, group):
                return name[start : start + length], group
            start += length or 1
        return None

    def leaves_traces(self, words: str, is_poured: bool) -> bool:
        """Is some of it left where it was, when it was poured or taken out?"""
        cue = self.written(words)
        return cue is not None and cue[1].code in (_CLINGS_POURED if is_poured else _CLINGS)

    def overlooks(self, whole: str, name: str) -> bool:
        """Is the danger in what was cut off from the whole to the name: 塑料瓶怎么扔里面有农药?"""
        return self.written(whole) is not None and self.written(name) is None

    @staticmethod
    def _is_about(name: str, group: Group) -> bool:
        """Is it only paper that tells of the danger, the clean box around it, or a toy that looks like it?"""
        if group.code == "danger" and ("玩具" in name or "仿真" in name):
            return True
        if _ON_IT.search(name.replace("包装", "")):
            return False
        return bool(_PRINTED.search(name) or (group.code not in _SOILS_ITS_BOX and _OUTER.search(name)))

    def _cue_at(self, name: str, start: int) -> int:
        """How long the longest word of danger, or harmless word that holds one, is that begins here; 0 if none does."""
        for length in range(min(self._longest, len(name) - start), 0, -1):
            if name[start : start + length] in self._cues:
                return length
        return 0

    def heard(self, name: str) -> Group | None:
        """A word of danger that ``name`` sounds like, or holds in pinyin."""
        if name.isascii():
            match = self._spelt.search(name.replace(" ", ""))
            return self._letters[match[0]] if match else None
        if _PRINTED.search(name) and not _ON_IT.search(name):
            return None
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
        if cue is None:
            return True
        named = name.replace("的", "")
        if best.category in TOLD_APART and cue[1].code != "danger":
            return best.item is None or named.endswith(best.name)
        return best.item is not None and cue[0] in best.name and best.name in named
