"""Reads the tables of what is known. Tabs between columns, a line a row; whoever edits them needs no program."""

from collections.abc import Iterable, Iterator, Mapping

from .knowledge import CATEGORIES, Choice, Group, Head, Item, Knowledge, Leads, Material, Question, Words

QUESTION = "?"
"""Stands in the column ``when`` of the line that asks."""
NOWHERE = "-"


def read_knowledge(tables: Mapping[str, str], lists: Iterable[str]) -> Knowledge:
    """``tables``: ``groups``, ``questions``, ``heads``, ``materials``, ``cues``, ``conditions``, ``traditional``,
    and ``english``, ``common``, ``pieces`` and ``pictures`` if there are any; ``lists``: the lists of names. Raises
    ValueError, naming the line, for what leads nowhere."""
    groups = {row[0]: _group(row) for row in _rows(tables["groups"])}
    questions = _questions(tables["questions"], groups)
    return Knowledge(
        groups,
        questions,
        [item for each in lists for item in _items(each, groups, questions)],
        dict(_heads(tables["heads"], groups, questions)),
        {
            word: Material(kind, groups[group] if group else None)
            for words, kind, group in _rows(tables["materials"])
            for word in words.split()
        },
        {word: groups.get(group) for words, group in _rows(tables["cues"]) for word in words.casefold().split()},
        {word: tag for tag, words in _rows(tables["conditions"]) for word in words.split()},
        {ord(old): new for row in _rows(tables["traditional"]) for old, new in zip(*row, strict=True)},
        [
            (name, [each.strip() for each in words.split(",")])
            for name, words in _rows(tables.get("english", "\t"))
        ],
        frozenset(_words(tables.get("common", "words"))),
        tuple(_words(tables.get("pieces", "words"))),
        {ord(sign): name for signs, name in _rows(tables.get("pictures", "\t")) for sign in signs.split()},
    )  # fmt: skip


def _rows(table: str) -> Iterator[list[str]]:
    """Without the line of headings. Missing columns at the end are empty."""
    heading, *lines = table.splitlines()
    width = heading.count("\t") + 1
    for line in lines:
        if line.strip():
            row = line.split("\t")
            yield row + [""] * (width - len(row))


def _words(table: str) -> Iterator[str]:
    return (word for (words,) in _rows(table) for word in words.split())


def _group(row: list[str]) -> Group:
    code, category, otherwise, kind, soiled, clause, reason, reason_en, first, first_en = row
    if category and category not in CATEGORIES:
        raise ValueError(f"{code}: no such category: {category}")
    return Group(
        code, category or None, otherwise, kind, soiled, clause, Words(reason, reason_en), Words(first, first_en)
    )  # fmt: skip


def _questions(table: str, groups: Mapping[str, Group]) -> dict[str, Question]:
    asked: dict[str, Words] = {}
    choices: dict[str, list[Choice]] = {}
    for code, when, target, label, label_en in _rows(table):
        words = Words(label, label_en)
        if when == QUESTION:
            asked[code] = words
            continue
        if target not in groups:
            raise ValueError(f"{code}: {label} leads nowhere: {target}")
        choices.setdefault(code, []).append(Choice(when.casefold().split(), groups[target], words))
    return {code: Question(code, words, choices[code]) for code, words in asked.items()}


def _items(table: str, groups: Mapping[str, Group], questions: Mapping[str, Question]) -> Iterator[Item]:
    group: Group | None = None
    for line in filter(str.strip, table.splitlines()):
        if line.startswith("@"):
            group = groups[line[1:].strip()]
            continue
        name, english, aliases, question = [*line.split("\t"), "", "", ""][:4]
        if group is None:
            raise ValueError(f"{name}: no group stands above it")
        yield Item(name, english, aliases.split(), group, questions[question] if question else None)


def _heads(
    table: str, groups: Mapping[str, Group], questions: Mapping[str, Question]
) -> Iterator[tuple[str, Head]]:
    def leads(words: str) -> Leads:
        group, _, question = words.partition(":")
        return Leads(None if group == NOWHERE else groups[group], questions[question] if question else None)

    for words, default, by in _rows(table):
        kinds = dict(each.split("=") for each in by.split())
        head = Head(leads(default), {kind: leads(target) for kind, target in kinds.items()})
        yield from ((word.casefold(), head) for word in words.split())
