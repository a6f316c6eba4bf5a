"""What is known of things: their names, the groups they fall into, and what has to be asked about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

CATEGORIES = ("recyclable", "hazardous", "kitchen", "residual", "bulky", "renovation", "textile")


@dataclass(frozen=True)
class Words:
    """The same in both languages."""

    zh: str
    en: str = ""

    def said(self, language: str) -> str:
        return self.en if language == "en" and self.en else self.zh


@dataclass(frozen=True)
class Group:
    """Things that go the same way for the same reason. ``category`` is None where no bin is safe."""

    code: str
    category: str | None
    otherwise: str
    """The category that others may name instead; empty if none."""
    kind: str
    """What it is made of or for, as the parts of names ask: ``food``, ``plastic``, ``device`` …"""
    soiled: str
    """The group of the same thing when it is dirty; empty if that changes nothing."""
    clause: str
    """The class of the national standard."""
    reason: Words
    first: Words


@dataclass(frozen=True)
class Choice:
    """One answer to a question: words of a query that give it unasked, and where it leads."""

    when: Sequence[str]
    group: Group
    label: Words


@dataclass(frozen=True)
class Question:
    code: str
    ask: Words
    choices: Sequence[Choice]


@dataclass(frozen=True)
class Item:
    name: str
    english: str
    aliases: Sequence[str]
    group: Group
    question: Question | None = None

    @property
    def category(self) -> str | None:
        return self.group.category

    @property
    def names(self) -> Sequence[str]:
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Leads:
    """Where the last part of a name leads: to a group, perhaps with a question; None for "cannot tell"."""

    group: Group | None
    question: Question | None = None


@dataclass(frozen=True)
class Head:
    """A last part of names (…皮, …瓶). What stands before it may decide: ``by`` its kind."""

    default: Leads
    by: Mapping[str, Leads]


@dataclass(frozen=True)
class Material:
    kind: str
    group: Group | None


@dataclass(frozen=True)
class Knowledge:
    groups: Mapping[str, Group]
    questions: Mapping[str, Question]
    items: Sequence[Item]
    heads: Mapping[str, Head]
    materials: Mapping[str, Material]
    cues: Mapping[str, Group | None]
    """Words that make a thing dangerous; None for harmless words in which such a word is found (山药)."""
    conditions: Mapping[str, str]
    """Words for the state of a thing -> ``dirty``, ``empty``, ``leftover`` …"""
    simplified: Mapping[int, str] = field(default_factory=dict)
    english: Sequence[tuple[str, Sequence[str]]] = ()
    """A name, part of a name or word of state in Chinese, and what it is called in English."""
    common: frozenset[str] = frozenset()
    """What is asked for most: of several names with the same initials it is meant."""
    pieces: Sequence[str] = ()
    """Words for a part of a thing that goes where the thing goes: 碎片, 作品."""
    pictures: Mapping[int, str] = field(default_factory=dict)
    """Emoji -> the name of what they show."""
