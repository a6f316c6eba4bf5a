"""Documents are set with our letters, and nothing that people write breaks out of a template."""

import json
from pathlib import Path

import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.documents.fonts import ENGLISH_FAMILIES, FAMILIES, fonts
from jiayuan.foundation.documents.glyphs import GlyphsMissing, missing_in, spell_missing
from jiayuan.foundation.documents.pdf import _clean, draw_pdf, project_of

TEMPLATE = """#import "house.typ": *
#show: sheet.with(head: ([A], [B]), foot: [C])
#metadata(data.words) <told>
= #data.title
#facts((([k], data.words),))
#said(data.words) #breakable(data.words)
#for key in images.keys() { picture(key, width: 1cm) }
"""
PIXEL = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><rect width="1" height="1"/></svg>'


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "letter.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
@example('"] #panic("out") #read("/etc/passwd") $x$ `a` *b* _c_ <d> @e // f /* \\u{41}')
@example('#import "house.typ": *\n#let data = (words: 1)')
@example("\ud800 \x00 \u202e")
def test_no_text_breaks_out_of_the_template(words: str) -> None:
    told = _clean({"words": words, "title": words})
    project = project_of(TEMPLATE.encode(), told, {}, "zh-hans")
    found = json.loads(typst.query(project, "<told>", font_paths=fonts(), ignore_system_fonts=True))
    assert [each["value"] for each in found] == [told["words"]]


def test_the_same_content_gives_the_same_bytes(template: Path) -> None:
    data = {"words": "䶮𠮷 😀👍🏽 👨‍👩‍👧 café\n第二行"}
    first, second = (
        draw_pdf(template, data, images={"dot": PIXEL}, title="名单", language="zh-hans") for _ in range(2)
    )
    assert first == second
    assert first.startswith(b"%PDF-")
    assert draw_pdf(template, data, title="List", language="en") != first


def test_what_would_be_blank_is_named_before_anything_is_issued(template: Path) -> None:
    with pytest.raises(GlyphsMissing) as refused:
        draw_pdf(template, {"words": ["好", {"name": "王𪚥\u0e01𪚥"}]}, title="证书", language="zh-hans")
    assert refused.value.characters == ("𪚥", "\u0e01")
    assert "U+2A6A5" in str(refused.value)
    assert refused.value.remedy


def test_a_record_spells_what_it_cannot_draw() -> None:
    assert spell_missing({"a": ["王𪚥", 1, None]}) == {"a": ["王〔U+2A6A5〕", 1, None]}
    assert missing_in("䶮𠮷龘喆囍 é “” — ✓ ★ 😀\u200d\ufe0f\n\t") == ()


def test_only_our_letters_are_known() -> None:
    assert set(ENGLISH_FAMILIES) >= set(FAMILIES)
    assert set(ENGLISH_FAMILIES) <= set(fonts().families())
