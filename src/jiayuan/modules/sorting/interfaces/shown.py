"""An answer as pages and programs show it: in the reader's language, with the colour and sign of its bin."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from jiayuan.engines.sorting import Words

from ..domain.asking import Said, city
from ..enums import CLAUSES, COLOURS, ICONS, Category

STANDARD = "GB/T 19095-2019"
SURE = 0.75


@dataclass(frozen=True)
class Way:
    """A button: an answer to the question, or a name that may be meant."""

    label: str
    url: str


@dataclass(frozen=True)
class Shown:
    query: str
    name: str
    category: str | None
    label: Any
    colour: Any
    icon: str
    reason: str
    first: str
    note: str
    source: str
    clause: Any
    ask: str
    ways: Sequence[Way]
    others: Sequence[Any]
    is_sure: bool
    is_unknown: bool


def show(said: Said) -> Shown:
    answer, local, group = said.answer, said.local, said.group
    category = Category(said.category) if said.category else None
    is_settled = local is not None or said.choice is not None
    return Shown(
        query=answer.query,
        name=local.name if local else answer.name or answer.query,
        category=said.category,
        label=category.label if category else "",
        colour=COLOURS.get(category, "") if category else "",
        icon=ICONS[category] if category else "triangle-alert",
        reason=local.reason if local else spoken(group.reason if group else None),
        first=local.first if local else spoken(group.first if group else None),
        note=spoken(said.note),
        source=local.source if local else spoken_source(),
        clause=CLAUSES.get(group.clause, "") if group else "",
        ask=spoken(answer.ask) if said.choices or said.is_unknown else "",
        ways=_ways(said),
        others=[] if is_settled else [Category(each).label for each in answer.alternatives],
        is_sure=is_settled or answer.confidence >= SURE,
        is_unknown=said.is_unknown,
    )


def spoken(words: Words | None) -> str:
    return words.said("en" if get_language() == "en" else "zh") if words else ""


def spoken_source() -> str:
    found = city().get("source")
    return spoken(Words(found["zh"], found["en"])) if found else ""


def _ways(said: Said) -> list[Way]:
    page, query = reverse("sorting"), said.answer.query
    if said.choices:
        return [
            Way(spoken(each.label), f"{page}?{urlencode({'q': query, 'a': number})}")
            for number, each in enumerate(said.choices)
        ]
    if said.is_unknown:
        return [Way(name, f"{page}?{urlencode({'q': name})}") for name in said.answer.maybe]
    return []
