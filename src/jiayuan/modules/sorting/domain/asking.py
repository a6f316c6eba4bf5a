"""Which bin: what the district itself says, then what the lists and their rules say."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from jiayuan.engines.sorting import Answer, Choice, Group, Words

from ..models import LocalItem
from .knowing import FACTS, sorter


@dataclass(frozen=True)
class Said:
    """An answer with what the house adds: the district's own word before all, the city's notes beside it."""

    answer: Answer
    local: LocalItem | None = None
    choice: Choice | None = None
    """The answer to the question that was given by hand."""

    @property
    def group(self) -> Group | None:
        """What explains it; None where the district explains it itself, or nobody knows."""
        if self.local is not None:
            return None
        return self.choice.group if self.choice is not None else self.answer.group

    @property
    def category(self) -> str | None:
        if self.local is not None:
            return self.local.category
        return self.group.category if self.group is not None else None

    @property
    def is_unknown(self) -> bool:
        """Nobody can say: not the district, not the lists, and it is not something too dangerous for any bin."""
        return self.local is None and self.group is None

    @property
    def choices(self) -> Sequence[Choice]:
        asks = self.local is None and self.choice is None and self.answer.question is not None
        return self.answer.question.choices if asks and self.answer.question else ()

    @property
    def note(self) -> Words | None:
        """What the city adds for things of this group."""
        found = city()["notes"].get(self.group.code) if self.group is not None else None
        return Words(found["zh"], found["en"]) if found else None


def ask(query: str, *, chosen: int | None = None) -> Said:
    """One query of the database. ``chosen``: the number of the answer to the question, where one was asked."""
    engine = sorter()
    answer = engine.answer(query)
    keys = [engine.key(query), engine.bare(query), engine.key(answer.name)]
    found = {each.key: each for each in LocalItem.objects.standing().filter(key__in=keys)}
    local = next((found[key] for key in keys if key in found), None)
    choices = answer.question.choices if answer.question else ()
    picked = choices[chosen] if chosen is not None and 0 <= chosen < len(choices) else None
    return Said(answer, local, None if local else picked)


def word_of(query: str) -> str:
    """What is collected of a query nobody could answer: the bare name, without numbers that may be somebody's."""
    return re.sub(r"\d{4,}", "", sorter().bare(query)).strip()


@cache
def city() -> dict[str, Any]:
    """What the city of this district calls its streams, and from which rules; empty elsewhere."""
    cities = json.loads((FACTS / "cities.json").read_text("utf-8"))
    found: dict[str, Any] = cities.get(settings.DISTRICT[:4] + "00", {"notes": {}})
    return found
