"""The whole list, as small as it can be sent: for each group its answer, for each name its group, and what is asked."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jiayuan.engines.sorting import Question, Words

from ..models import LocalItem
from .knowing import knowledge, sorter

MOST_LOCAL = 2_000


@cache
def everything() -> Mapping[str, Any]:
    """What ships with the house. Needs no database.

    ``names`` and ``english``: a name -> the number of its group; ``asks``: a name -> the number of the question that
    its answer depends on; ``cues``: words that make a thing dangerous -> the group, -1 for harmless ones around them.
    """
    known, index = knowledge(), sorter().index
    codes = {code: number for number, code in enumerate(known.groups)}
    numbers = {code: number for number, code in enumerate(known.questions)}
    return {
        "groups": [
            {"category": each.category, "zh": [each.reason.zh, each.first.zh], "en": [each.reason.en, each.first.en]}
            for each in known.groups.values()
        ],
        "questions": [_question(each, codes) for each in known.questions.values()],
        "names": {name: codes[item.group.code] for name, item in index.names.items()},
        "english": {name: codes[item.group.code] for name, item in index.english.items()},
        "asks": {
            name: numbers[item.question.code]
            for names in (index.names, index.english)
            for name, item in names.items()
            if item.question is not None
        },
        "cues": {word: codes[group.code] if group else -1 for word, group in known.cues.items()},
    }  # fmt: skip


def _question(question: Question, codes: Mapping[str, int]) -> dict[str, Any]:
    def both(words: Words) -> Sequence[str]:
        return [words.zh, words.en]

    choices = [[*both(each.label), codes[each.group.code]] for each in question.choices]
    return {"ask": both(question.ask), "choices": choices}


def everything_said() -> Mapping[str, Any]:
    """With the district's own answers, which stand before the lists. One query."""
    columns = ("key", "name", "category", "reason", "first", "source")
    rows = LocalItem.objects.standing().values(*columns)[:MOST_LOCAL]
    return {**everything(), "local": list(rows)}
