"""Labels for bins, the poster of the four, and cards of a drop point: PDFs in the colours of GB/T 19095-2019.

The drawings are our own: the signs of the standard are not reproduced, its colours and names are.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from jiayuan.engines.sorting import Item
from jiayuan.foundation.clock.opening import spoken_span
from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.foundation.documents.glyphs import spell_missing
from jiayuan.foundation.documents.pdf import draw_pdf
from jiayuan.foundation.places.open_points import OpenPoint

from ..enums import HEXES, Category
from .asking import city
from .game import BINS, cards

HERE = Path(__file__).resolve().parents[1]
DOCUMENTS, PICTURES = HERE / "documents", HERE / "templates" / "sorting" / "parts" / "pictures.html"
LANGUAGES = ("zh-hans", "en")
LABEL_PAPERS, POSTER_PAPERS = ("a4", "a5"), ("a4", "a3")
_SYMBOL = re.compile(r'<symbol id="pic-(\w+)" (viewBox="[\d ]+")>(.*?)</symbol>', re.DOTALL)
PICTURED, MORE, FIRST = 5, 6, 2
"""How many things stand on a sheet for each bin: drawn, named, and with what to do first."""


@lru_cache(maxsize=32)
def draw_label(stream: str, paper: str, *, language: str, address: str) -> bytes:
    """For one bin. ``address``: where the code leads, in full."""
    with override(language):
        data = _frame() | _bin(stream, language) | {"paper": paper, "scan": _("Not sure? Scan and ask")}
        data["title"] = _("Label for a bin: %(name)s") % {"name": data["name"]}
        images = _pictures(data) | {"sign": sign_of(stream), "code": qr_drawing(address)}
        return draw_pdf(DOCUMENTS / "label.typ", data, images=images, title=data["title"], language=language)


@lru_cache(maxsize=8)
def draw_poster(paper: str, *, language: str, address: str) -> bytes:
    """The four bins with examples."""
    with override(language):
        bins = [_bin(each, language) for each in BINS]
        data = _frame() | {
            "paper": paper,
            "title": _("Four bins, each thing in its own"),
            "lead": _("The colours and names are those of GB/T 19095-2019."),
            "scan": _("Not sure? Scan, say what it is, and see which bin and why."),
            "bins": bins,
        }
        images = {"code": qr_drawing(address)} | {each: sign_of(each) for each in BINS}
        for each in bins:
            images |= _pictures(each)
        return draw_pdf(DOCUMENTS / "poster.typ", data, images=images, title=data["title"], language=language)


def draw_cards(point: OpenPoint, *, language: str, address: str) -> bytes:
    """Ten pocket cards of a drop point with its hours as they are today."""
    with override(language):
        data = spell_missing(
            {
                "title": _("Cards of a drop point: %(name)s") % {"name": point.name},
                "name": point.name,
                "estate": " · ".join(each for each in (point.estate, point.where) if each),
                "hours": [spoken_span(each) for each in point.hours] or [_("Ask the community when it is open.")],
                "scan": _("Hours and bin days"),
                "bins": [named_bin(each) for each in BINS],
            }
        )  # fmt: skip
        images = {"code": qr_drawing(address)} | {each: sign_of(each) for each in BINS}
        return draw_pdf(DOCUMENTS / "cards.typ", data, images=images, title=data["title"], language=language)


def named_bin(stream: str) -> dict[str, Any]:
    return {"name": str(Category(stream).label), "hex": HEXES[Category(stream)], "sign": stream}


def _bin(stream: str, language: str) -> dict[str, Any]:
    """Its names in both languages, things that go there, and what to do with them first."""
    drawn = [each for each in cards(1) if each.item.category == stream][:PICTURED]
    known = {each.item.name for each in drawn}
    named = [each for each in cards(2) if each.item.category == stream and each.item.name not in known]
    firsts = {each.item.group.first.said(language[:2]): None for each in (*drawn, *named)}
    with override(next(each for each in LANGUAGES if each != language)):
        second = str(Category(stream).label)
    return named_bin(stream) | {
        "second": second,
        "pictured": [{"name": _said(each.item, language), "picture": each.picture} for each in drawn],
        "more": [_said(each.item, language) for each in named[:MORE]],
        "first": [each for each in firsts if each][:FIRST],
    }


def _said(item: Item, language: str) -> str:
    return item.english if language == "en" else item.name


def _frame() -> dict[str, Any]:
    """What every sheet says: from which rules, and by whom."""
    source = city().get("source", {})
    said = source.get((get_language() or "zh")[:2], "")
    house = pgettext("name of the platform", "Jiayuan")
    return {
        "between": pgettext("between things in a list", ", "),
        "foot": " · ".join(each for each in ("GB/T 19095-2019", said, house) if each),
    }


@cache
def _drawings() -> dict[str, bytes]:
    """Our drawings of the card game, each a file of its own."""
    found = _SYMBOL.findall(PICTURES.read_text("utf-8"))
    begin = '<svg xmlns="http://www.w3.org/2000/svg"'
    return {name: f"{begin} {box}>{inside}</svg>".encode() for name, box, inside in found}


def _pictures(data: dict[str, Any]) -> dict[str, bytes]:
    return {each["picture"]: _drawings()[each["picture"]] for each in data["pictured"]}


@cache
def sign_of(stream: str) -> bytes:
    return (DOCUMENTS / "signs" / f"{stream}.svg").read_bytes()
