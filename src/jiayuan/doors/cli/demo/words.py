"""The words that invented names are made of."""

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("words.txt")


@cache
def words(block: str) -> tuple[str, ...]:
    """The words of one block of ``words.txt``."""
    text = FILE.read_text(encoding="utf-8")
    return tuple(text.partition(f"[{block}]\n")[2].partition("\n[")[0].split())
