"""What a query may mean, and how sure that is."""

from dataclasses import dataclass

from .knowledge import Group, Item, Question


@dataclass(frozen=True)
class Candidate:
    """``name`` is what the query was taken for; ``item`` is None where only its parts were understood."""

    name: str
    group: Group
    confidence: float
    item: Item | None = None
    question: Question | None = None
    is_whole: bool = False
    """The query is this very name: nothing about it was guessed."""

    @property
    def category(self) -> str | None:
        return self.group.category


def of_item(item: Item, confidence: float, name: str = "", *, is_whole: bool = False) -> Candidate:
    return Candidate(name or item.name, item.group, confidence, item, item.question, is_whole)
