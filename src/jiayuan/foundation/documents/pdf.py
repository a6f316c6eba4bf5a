"""PDF documents: a template, and data that stays data.

What people wrote never becomes part of a template's source: it travels beside it as JSON, and a template shows it as
text. So there is nothing to escape, and nothing that anybody writes can be read as an instruction. Photos travel the
same way, in memory. The same template, data and photos give the same bytes.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from .fonts import ENGLISH_FAMILIES, FAMILIES, fonts
from .glyphs import GlyphsMissing, missing_in_data

HOUSE = "house.typ"
PICTURE_DOTS = 180.0
"""To an inch, of a picture: sharp on a phone, and still a few hundred kilobytes."""
_CONTROLS = [code for code in (*range(0x20), 0x7F) if code not in (0x09, 0x0A)]
_UNWRITABLE = dict.fromkeys(_CONTROLS) | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@cache
def _house() -> bytes:
    """What all templates share: ``#import "house.typ": *``."""
    return files(__package__).joinpath(HOUSE).read_bytes()


def draw_pdf(
    template: Path,
    data: Mapping[str, Any],
    *,
    images: Mapping[str, bytes] | None = None,
    title: str,
    language: str,
) -> bytes:
    """A PDF with the house's letters.

    :param template: a typst file that imports ``house.typ`` and reads ``data``; it names an image by its key.
    :param data: JSON-ready; every text in it is shown as it is.
    :param images: JPEG, PNG or SVG, by key.
    :param language: a Django language code; decides hyphenation and punctuation.
    :raises GlyphsMissing: naming what would be blank. ``glyphs.spell_missing`` helps where that is no reason to refuse.
    """
    project = _project(template, data, images, title, language)
    drawn: bytes = typst.compile(project, font_paths=fonts(), ignore_system_fonts=True, format="pdf")
    return drawn


def draw_picture(
    template: Path,
    data: Mapping[str, Any],
    *,
    images: Mapping[str, bytes] | None = None,
    title: str,
    language: str,
) -> bytes:
    """A template of one page as a PNG, for phones that keep pictures and no papers: see :func:`draw_pdf`."""
    project = _project(template, data, images, title, language)
    drawn: bytes = typst.compile(
        project, font_paths=fonts(), ignore_system_fonts=True, format="png", ppi=PICTURE_DOTS
    )
    return drawn


def _project(
    template: Path, data: Mapping[str, Any], images: Mapping[str, bytes] | None, title: str, language: str
) -> Any:
    # Any: the stubs of typst do not know that a project may lie in memory.
    told = _clean({**data, "title": title})
    missing = missing_in_data(told)
    if missing:
        raise GlyphsMissing(missing)
    return project_of(template.read_bytes(), told, images or {}, language)


def project_of(
    template: bytes, data: Mapping[str, Any], images: Mapping[str, bytes], language: str
) -> dict[str, bytes]:
    """The files that typst reads, by name; all of them in memory."""
    is_english = language.startswith("en")
    families = ENGLISH_FAMILIES if is_english else FAMILIES
    about = {"families": list(families), "language": "en" if is_english else "zh"}
    return {
        "main.typ": template,
        HOUSE: _house(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
        "about.json": json.dumps(about).encode(),
        "images.json": json.dumps({key: list(each) for key, each in images.items()}).encode(),
    }


def _clean(data: Any) -> Any:
    """Without the control characters and half surrogates that no page can show."""
    if isinstance(data, str):
        return data.translate(_UNWRITABLE)
    if isinstance(data, Mapping):
        return {str(key): _clean(each) for key, each in data.items()}
    return [_clean(each) for each in data] if isinstance(data, list | tuple) else data
