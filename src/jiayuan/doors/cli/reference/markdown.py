"""Tables in Markdown."""

from collections.abc import Iterable, Sequence

CODES = {"en": "en", "zh": "zh-hans"}
"""The names of languages on the command line, as Django knows them."""


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; line breaks and bars inside cells are made harmless."""
    lines = [_line(heads), "|" + " --- |" * len(heads)]
    return "\n".join([*lines, *(_line(row) for row in rows)]) + "\n"


def _line(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("\n", " ").replace("|", "\\|") for cell in cells) + " |"
