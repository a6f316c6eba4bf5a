"""Units are written as the page is: no kg among Chinese words."""

import re
from pathlib import Path

import pytest
from django.utils import translation

import jiayuan
from jiayuan.foundation.common.units import in_kilograms, in_kilometres

TEMPLATES = sorted(Path(jiayuan.__file__).parent.rglob("templates/**/*.html"))
TRANSLATED = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}", re.DOTALL)
BARE = re.compile(r"\}\} ?(?:kg|km)\b")


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", ("12.5 公斤", "3 公里")), ("en", ("12.5 kg", "3 km"))]
)
def test_in_the_language_of_the_page(language: str, said: tuple[str, str]) -> None:
    with translation.override(language):
        assert (in_kilograms("12.5"), in_kilometres(3)) == said


def test_no_template_writes_a_unit_past_the_catalogues() -> None:
    bare = [each.name for each in TEMPLATES if BARE.search(TRANSLATED.sub("", each.read_text("utf-8")))]
    assert not bare
