"""The sorting engine with what ships with the house: read once, kept in the process. Needs no Django."""

from functools import cache
from pathlib import Path

from jiayuan.engines.sorting import Knowledge, Sorter, read_knowledge

FACTS = Path(__file__).resolve().parent.parent / "facts"
_TABLES = (
    "groups", "questions", "heads", "materials", "cues", "conditions", "traditional", "english", "common", "pieces",
    "pictures",
)  # fmt: skip


@cache
def knowledge() -> Knowledge:
    lists = [each.read_text("utf-8") for each in sorted((FACTS / "items").glob("*.tsv"))]
    return read_knowledge({name: (FACTS / f"{name}.tsv").read_text("utf-8") for name in _TABLES}, lists)


@cache
def sorter() -> Sorter:
    made = Sorter(knowledge())
    made.index.ready()
    return made
