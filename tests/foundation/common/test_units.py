"""Units are written as the page is: no kg among Chinese words, no half-width colon after them."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

import jiayuan
from jiayuan.foundation.common.joined import listed, told_of
from jiayuan.foundation.common.units import in_kilograms, in_kilometres, in_litres, in_percent

TEMPLATES = sorted(Path(jiayuan.__file__).parent.rglob("templates/**/*.html"))
TRANSLATED = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}", re.DOTALL)
BARE = re.compile(r"(?:\}\}|>) ?(?:kg|km|L|%)(?=[ <\n])")
HALF_WIDTH = re.compile(r"(?:\}\}|%\}|</(?:strong|span)>)(?:: |:<|:\n)|%\}, \{%")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ("12.5 公斤", "3 公里", "9000 升", "53.4%")),
        ("en", ("12.5 kg", "3 km", "9,000 L", "53.4 %")),
    ],
)
def test_in_the_language_of_the_page(language: str, said: tuple[str, ...]) -> None:
    with translation.override(language):
        found = (in_kilograms("12.5"), in_kilometres(3), in_litres(9_000), in_percent("53.4"))
    assert tuple(each.replace("\u00a0", " ") for each in found) == said


def test_thousands_are_set_apart_where_the_language_does_so() -> None:
    with translation.override("en"):
        assert in_kilograms(Decimal("4500.0")).split() == ["4,500.0", "kg"]
    with translation.override("zh-hans"):
        assert in_kilograms(Decimal("4500.0")).split() == ["4500.0", "公斤"]


def test_no_line_ends_between_a_number_and_its_unit() -> None:
    with translation.override("en"):
        assert not [each for each in (in_kilograms(12), in_litres(240), in_percent(5)) if " " in each]


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "桶：盖、轮"), ("en", "桶: 盖, 轮")])
def test_a_name_and_what_is_said_of_it(language: str, said: str) -> None:
    with translation.override(language):
        assert told_of("桶", listed(["盖", "轮"])) == said
        drawn = Template("{{ name }}{% colon %}{{ what }}").render(Context({"name": "桶", "what": "盖"}))
    assert drawn == said[:-2].removesuffix(",")


def test_no_template_writes_a_unit_or_a_mark_past_the_catalogues() -> None:
    texts = {each.name: TRANSLATED.sub("", each.read_text("utf-8")) for each in TEMPLATES}
    assert not [name for name, text in texts.items() if BARE.search(text)]
    assert not [name for name, text in texts.items() if HALF_WIDTH.search(text)]
