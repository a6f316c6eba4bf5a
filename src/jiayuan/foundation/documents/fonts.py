"""The letters that documents are set in. They come with packages, so that every machine sets the same page."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import typst
from fontTools.ttLib import TTCollection, TTFont

CHINESE, LATIN, EMOJI = "Noto Sans CJK SC", "Noto Sans", "Noto Emoji"
FAMILIES = (CHINESE, EMOJI)
"""In the order in which a character is looked for."""
ENGLISH_FAMILIES = (LATIN, *FAMILIES)
"""For English pages, whose quotation marks are narrow."""
_CHINESE = ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc")
_EMOJI = ("manimgx_fonts", "NotoEmoji[wght].ttf")


def _path(package: str, name: str) -> Path:
    return Path(str(files(package).joinpath(name)))


@cache
def fonts() -> typst.Fonts:
    """What typst sets with: these files and nothing of the machine's own."""
    folders = [_path(*each).parent for each in (_CHINESE, _EMOJI)]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@cache
def coverage() -> frozenset[int]:
    """The code points that one of :data:`FAMILIES` has a drawing for."""
    with TTCollection(_path(*_CHINESE), lazy=True) as collection:
        chinese = next(each for each in collection if each["name"].getDebugName(1) == CHINESE)
        covered = set(chinese.getBestCmap())
    with TTFont(_path(*_EMOJI), lazy=True) as emoji:
        covered |= set(emoji.getBestCmap())
    return frozenset(covered)
