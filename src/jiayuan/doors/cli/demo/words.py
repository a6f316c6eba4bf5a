"""The words that invented names are made of."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("words.txt")


@cache
def words(block: str) -> tuple[str, ...]:
    """The words of one block of ``words.txt``, without their English."""
    return tuple(each.partition("=")[0] for each in _block(block))


@cache
def english(block: str) -> Mapping[str, str]:
    """The English of the words of one block that have some: ``药店=chemist's_shop``."""
    pairs = (each.partition("=") for each in _block(block))
    return {chinese: words.replace("_", " ") for chinese, _sign, words in pairs if words}


def _block(block: str) -> list[str]:
    text = FILE.read_text(encoding="utf-8")
    return text.partition(f"[{block}]\n")[2].partition("\n[")[0].split()
