"""Everything that is known, arranged for finding: by name, by sound, by letters, by English name."""

from collections import defaultdict
from functools import cached_property
from itertools import chain

from .knowledge import Item, Knowledge
from .sounds import folded_syllables, initials, spelt
from .spelling import key_of, singular

SHORTEST_NAME = 2
"""Names of one character are heads (皮, 瓶), not found inside longer words."""


class Index:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.names: dict[str, Item] = {}
        self.english: dict[str, Item] = {}
        for item in knowledge.items:
            for name in item.names:
                self.names.setdefault(key_of(name, knowledge.simplified), item)
            if item.english:
                self.english.setdefault(key_of(item.english, {}), item)
        for name, words in knowledge.english:
            if (meant := self.names.get(name)) is not None:
                for each in words:
                    self.english.setdefault(key_of(each, {}), meant)
        self._singular = {singular(each): item for each, item in reversed(self.english.items())}
        self.longest = max(map(len, self.names))

    @cached_property
    def by_sound(self) -> dict[tuple[str, ...], list[str]]:
        """Folded syllables -> names."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name in self.names:
            found[folded_syllables(name)].append(name)
        return found

    @cached_property
    def by_pinyin(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            found[spelt(name)].append(name)
        return found

    @cached_property
    def by_initials(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            found[initials(name)].append(name)
        return found

    @cached_property
    def by_syllable(self) -> dict[tuple[str, int], list[str]]:
        """A folded syllable and a length -> the names of that length it sounds in."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for sounds, names in self.by_sound.items():
            for each in dict.fromkeys(sounds):
                found[each, len(sounds)].extend(names)
        return found

    @cached_property
    def by_characters(self) -> dict[str, str]:
        """The characters of a name in order of their code -> the name: finds 瓶子玻璃."""
        return {"".join(sorted(name)): name for name in self.names if len(name) > SHORTEST_NAME}

    @cached_property
    def spelt_names(self) -> list[str]:
        return sorted(chain(self.by_pinyin, self.english))

    def ready(self) -> None:
        """Make now what would else be made when it is first asked for."""
        for each in (
            self.by_pinyin,
            self.by_initials,
            self.by_syllable,
            self.by_characters,
            self.spelt_names,
        ):
            len(each)

    def named(self, name: str) -> Item | None:
        """By its name, with or without 子 or 儿 at the end."""
        found = self.names.get(name)
        if found is None and name[-1:] in {"子", "儿", "类", "们"} and len(name) > SHORTEST_NAME:
            found = self.names.get(name[:-1])
        return found or self.names.get(name + "子")

    def called(self, english: str) -> Item | None:
        """By its English name, one or many."""
        return self.english.get(english) or self._singular.get(singular(english))

    def item_in(self, text: str) -> Item | None:
        """The last known name inside ``text``; the longest that ends there."""
        for end in range(len(text), 1, -1):
            for start in range(max(0, end - self.longest), end - 1):
                if (item := self.names.get(text[start:end])) is not None:
                    return item
        return None
