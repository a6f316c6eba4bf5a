"""Names that stand on no list, from their parts: the last part says what it is, what stands before it of what."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .candidates import Candidate, of_item
from .conditions import Conditions
from .index import SHORTEST_NAME, Index
from .knowledge import Group, Head, Item
from .sounds import syllables

WHOLE, PART, EACH_SHARE = 0.86, 0.55, 0.25
"""A known name at the end, with all before it explained; else by the share of it that was known."""
BY_KNOWN, BY_KIND, BY_OTHER, BY_DEFAULT, BY_MATERIAL, INSIDE = 0.82, 0.76, 0.72, 0.6, 0.5, 0.4
EATEN = ("food", "scrap", "hard")
_OF_WHATEVER = {"bulky", "renovation", "textile"}
"""These go their own way whatever they are made of."""
_TELLING = {"disposable", "device", "toy"}
_MADE_OF_MUCH = {*EATEN, "plant", "meat", "thing", "wood", "ceramic", "paper", "plastic"}
BY_PIECE = 0.8
_SLIP = 0.12
_LEFT_OF_FOOD = ("壳", "皮", "核", "骨头", "骨", "瓶", "盒", "杯", "罐", "袋")


def _is_apart(head: Head, length: int) -> bool:
    """What is large, and what is printed, is not dangerous because of what it is for: 药材柜, 农药手册."""
    group = head.default.group
    if group is None:
        return False
    return group.category in _OF_WHATEVER or (group.kind == "paper" and length >= SHORTEST_NAME)


class Composer:
    def __init__(self, index: Index, conditions: Conditions) -> None:
        self._index, self._conditions = index, conditions
        self._heads, self._materials = index.knowledge.heads, index.knowledge.materials
        ordered = sorted(self._materials, key=len, reverse=True)
        self.material = re.compile("|".join(re.escape(each) for each in ordered))
        self._longest_head = max(map(len, self._heads))
        pairs = [each for each in self._heads if len(each) == SHORTEST_NAME]
        self._heads_by_sound = {syllables(each): each for each in reversed(pairs)}

    def candidates(self, name: str) -> Iterator[Candidate]:
        name = name.replace("的", "") or name
        ending = self._ending(name)
        headed = self._headed(name, ending)
        for found in (ending, self._piece(name), headed, self._made_of(name), self._inside(name)):
            if found is not None:
                yield found
        if headed is None and ending is None:
            yield from self._misheard(name)

    def _piece(self, name: str) -> Candidate | None:
        """A piece of a thing goes where the thing goes: 双面胶条, 拼豆作品."""
        for each in self._index.knowledge.pieces:
            rest = name.removesuffix(each)
            if rest != name and rest and (item := self._index.named(rest)) is not None:
                return of_item(item, BY_PIECE, rest)
        return None

    def _misheard(self, name: str) -> Iterator[Candidate]:
        """Its last part mistyped: 洗发水平子, 快递和子."""
        head = self._heads_by_sound.get(syllables(name[-SHORTEST_NAME:]))
        if head is None or len(name) == SHORTEST_NAME or name.endswith(head):
            return
        meant = name[:-SHORTEST_NAME] + head
        item = self._index.named(meant)
        found = of_item(item, WHOLE, meant) if item else self._headed(meant, None)
        if found is not None:
            yield replace(found, confidence=found.confidence - _SLIP)

    def left_of(self, name: str) -> Candidate | None:
        """What is left of something eaten or drunk up: of 榴莲 its husk, of 酸奶 its box."""
        item = self._index.named(name)
        if item is None or item.group.kind not in EATEN:
            return None
        for end in _LEFT_OF_FOOD:
            if (rest := self._index.names.get(name + end)) is not None:
                return of_item(rest, BY_KIND, name + end)
        return None

    def _ending(self, name: str) -> Candidate | None:
        """The longest known name at the end."""
        for start in range(1, len(name) - SHORTEST_NAME + 1):
            item = self._index.named(name[start:])
            if item is None:
                continue
            before = name[:start]
            if (other := self._of_other_stuff(item, before)) is not None:
                return Candidate(name, other, BY_OTHER)
            if self._is_explained(before):
                return of_item(item, WHOLE, name[start:])
            return of_item(item, PART + EACH_SHARE * (len(name) - start) / len(name), name[start:])
        return None

    def _headed(self, name: str, ending: Candidate | None) -> Candidate | None:
        """By its last part, unless a known name at the end says more."""
        least = len(ending.name) if ending is not None and ending.item is not None else 0
        for length in range(min(self._longest_head, len(name)), least, -1):
            head = self._heads.get(name[-length:])
            if head is not None:
                return self._by_head(name, name[:-length], head)
        return None

    def _by_head(self, name: str, before: str, head: Head) -> Candidate | None:
        inside = self._index.item_in(before)
        if (
            inside is not None
            and inside.group.kind == "hazard"
            and not _is_apart(head, len(name) - len(before))
        ):
            return Candidate(name, inside.group, BY_KIND, question=inside.question)
        for kind in self._kinds(before):
            leads = head.by.get(kind)
            if leads is not None and leads.group is not None:
                sure = BY_KNOWN if before in self._index.names else BY_KIND
                return Candidate(name, leads.group, sure, question=leads.question)
        if head.default.group is None:
            return None
        sure = BY_DEFAULT if before else BY_DEFAULT - 0.1
        return Candidate(name, head.default.group, sure, question=head.default.question)

    def _made_of(self, name: str) -> Candidate | None:
        """Only what it is made of is understood: 不锈钢沥水架."""
        for match in self.material.finditer(name):
            material = self._materials[match[0]]
            if len(match[0]) >= SHORTEST_NAME and material.group is not None:
                return Candidate(name, material.group, BY_MATERIAL)
        return None

    def _inside(self, name: str) -> Candidate | None:
        """A known name of some length somewhere inside, the last one first."""
        for end in range(len(name) - 1, SHORTEST_NAME, -1):
            for start in range(end - SHORTEST_NAME):
                item = self._index.names.get(name[start:end])
                if item is not None and end - start > SHORTEST_NAME:
                    return of_item(item, INSIDE + EACH_SHARE * (end - start) / len(name), name[start:end])
        return None

    def _kinds(self, before: str) -> Iterator[str]:
        """What it may be made of, the surest first: a material named, a known thing, a telling character."""
        written = [match[0] for match in self.material.finditer(before)]
        yield from (self._materials[each].kind for each in written if len(each) >= SHORTEST_NAME)
        known = self._index.item_in(before) or self._index.names.get(before[-1:])
        if known is not None:
            yield known.group.kind
            if known.group.kind in {"scrap", "hard"}:
                yield "food"
        yield from (self._materials[each].kind for each in reversed(written) if len(each) < SHORTEST_NAME)

    def _of_other_stuff(self, item: Item, before: str) -> Group | None:
        """A material that says more than the name after it: 塑料恐龙, 不锈钢菜板, 一次性勺子."""
        match = self.material.search(before)
        if match is None or len(match[0]) < SHORTEST_NAME or item.category in _OF_WHATEVER:
            return None
        material = self._materials[match[0]]
        if item.group.kind in {material.kind, "hazard"}:
            return material.group if material.kind == "toy" and item.group.category is None else None
        return material.group if material.kind in _TELLING or item.group.kind in _MADE_OF_MUCH else None

    def _is_explained(self, before: str) -> bool:
        return self._conditions.explains(self.material.sub("旧", before))
