"""Characters that no letter of ours can draw: found before a document is issued, not by whoever receives it."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.errors import Invalid

from .fonts import coverage

_SILENT = ("Cc", "Cf", "Mn", "Zs", "Zl", "Zp")
"""Line ends, joiners, variation selectors and blanks: nothing is drawn for them alone."""


class GlyphsMissing(Invalid):
    """A document cannot be set as it should read. ``characters`` are those that would be blank."""

    code = "glyphs"

    def __init__(self, characters: Sequence[str]):
        shown = "，".join(f"{each} (U+{ord(each):04X})" for each in characters[:10])
        super().__init__(
            _("These characters cannot be printed: %(characters)s.") % {"characters": shown},
            _("Write them with other characters, or add them by hand."),
        )
        self.characters = tuple(characters)


def missing_in(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that would be blank, each once, in their order."""
    known = coverage()
    return tuple(
        each
        for each in dict.fromkeys(text)
        if ord(each) not in known and unicodedata.category(each) not in _SILENT
    )


def missing_in_data(data: Any) -> tuple[str, ...]:
    """The same over every text in JSON-like data."""
    return missing_in("".join(_texts(data)))


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    inner = data.values() if isinstance(data, Mapping) else data if isinstance(data, list | tuple) else ()
    return [text for each in inner for text in _texts(each)]


def spell_missing(data: Any) -> Any:
    """Data in which each such character is written as its number, ``〔U+2A6A5〕``: for records that must be issued
    whatever stands in them, and say so."""
    if isinstance(data, str):
        for each in missing_in(data):
            data = data.replace(each, f"〔U+{ord(each):04X}〕")
        return data
    if isinstance(data, Mapping):
        return {key: spell_missing(each) for key, each in data.items()}
    return [spell_missing(each) for each in data] if isinstance(data, list | tuple) else data
