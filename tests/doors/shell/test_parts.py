"""The parts that pages include."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import timezone

import jiayuan
from jiayuan.doors.shell.templatetags.ui import TONES

from .test_tags import drawn


def test_the_next_page_keeps_the_filters() -> None:
    request = RequestFactory().get("/cases/?state=filed&after=old")
    page = SimpleNamespace(next_cursor="new")
    link = drawn('{% include "ui/more.html" with page=page rows="rows" %}', page=page, request=request)
    assert 'href="?state=filed&amp;after=new"' in link
    assert 'hx-target="#rows"' in link
    plain = drawn('{% include "ui/more.html" with page=page %}', page=page, request=request)
    assert "hx-get" not in plain


def test_the_last_page_has_no_way_on() -> None:
    end = drawn('{% include "ui/more.html" with page=page %}', page=SimpleNamespace(next_cursor=None))
    assert "<a" not in end
    assert 'id="more"' in end


def test_a_timeline_marks_the_present_step() -> None:
    steps = [
        {
            "what": "Being repaired",
            "at": timezone.now(),
            "who": "Team",
            "words": "Line one\nline two",
            "now": True,
        },
        {"what": "Reported", "photos": [SimpleNamespace(thumb_url="/t", full_url="/f", caption="Before")]},
    ]
    line = drawn('{% include "ui/steps.html" %}', steps=steps)
    assert line.count('aria-current="step"') == 1
    assert "Line one<br>line two" in line
    assert "<time" in line
    assert 'src="/t" alt="Before"' in line


def test_a_photo_without_a_caption_has_words_all_the_same() -> None:
    photos = [SimpleNamespace(thumb_url="/t", full_url="/f", caption="")]
    assert 'alt="Photo 1"' in drawn('{% include "ui/photos.html" %}', photos=photos)


def test_a_rating_is_five_named_choices() -> None:
    stars = drawn('{% include "ui/rating.html" with value=4 errors=errors %}', errors=["Choose one."])
    assert stars.count('type="radio" name="score"') == 5
    assert 'value="4" required checked' in stars
    assert stars.count("checked") == 1
    assert "Choose one." in stars
    assert 'name="mood"' in drawn('{% include "ui/rating.html" with name="mood" %}')


def test_a_confirmation_is_a_form_with_a_nonce() -> None:
    part = drawn(
        '{% include "ui/confirm.html" with label="Withdraw" action="/x/" danger=True name="a" value="b" %}'
    )
    assert 'method="post" action="/x/"' in part
    assert 'name="nonce"' in part
    assert '<button class="btn btn-danger" name="a" value="b">Withdraw</button>' in part


@pytest.mark.parametrize(("single", "multiple"), [(True, False), (False, True)])
def test_a_photo_picker_is_a_file_input_at_heart(single: bool, multiple: bool) -> None:
    picker = drawn(
        '{% include "ui/photo_picker.html" with single=single help="Near." errors=errors %}',
        single=single,
        errors=["Unreadable."],
    )
    assert 'type="file" id="photos" name="photos"' in picker
    assert (" multiple" in picker) is multiple
    assert 'aria-describedby="photos_help"' in picker
    assert 'aria-invalid="true"' in picker
    assert "Unreadable." in picker


@pytest.mark.parametrize(
    ("tone", "shape", "role"),
    [
        ("success", "circle-check", "status"),
        ("warning", "triangle-alert", "status"),
        ("error", "circle-alert", "alert"),
        ("info", "info", "status"),
    ],
)
def test_a_notice_has_the_shape_of_its_tone(tone: str, shape: str, role: str) -> None:
    notice = drawn('{% include "ui/notice.html" with title="T" closable=True %}', tone=tone, text="<b>")
    assert f"icons.svg#{shape}" in notice
    assert f'role="{role}"' in notice
    assert "&lt;b&gt;" in notice
    assert "data-dismiss" in notice


def test_a_strong_card_opens_as_a_whole_and_an_ordinary_one_by_its_button() -> None:
    words: dict[str, Any] = {"title": "Repaired", "url": "/cases/1/", "action": "Look", "lead": "Yours"}
    strong = drawn('{% include "ui/card.html" with strong=True level=2 %}', **words)
    assert '<a class="row-open" href="/cases/1/">' in strong
    assert "<h2" in strong
    assert "btn" not in strong
    plain = drawn('{% include "ui/card.html" %}', **words)
    assert '<a class="btn btn-line" href="/cases/1/">Look</a>' in plain
    assert "row-open" not in plain
    assert "<h3" in plain


def test_a_row_opens_and_shows_its_state() -> None:
    badge = {"badge_text": "Done", "badge_tone": "success", "badge_icon": "check"}
    row = drawn('{% include "ui/list_row.html" %}', title="Lamp", url="/x/", icon_name="lightbulb", **badge)
    assert '<a class="row-open" href="/x/">Lamp</a>' in row
    assert "tone-success" in row
    assert "#lightbulb" in row


def test_buttons_that_need_scripts_are_hidden_until_there_are_any() -> None:
    for part in ("locate", "voice", "copy"):
        assert " hidden " in drawn(f'{{% include "ui/{part}.html" with target="#x" text="y" %}}')
    assert 'data-copy-from="#number"' in drawn('{% include "ui/copy.html" with source="#number" %}')


class Wanted(forms.Form):
    note = forms.CharField(required=False)
    amount = forms.CharField()
    kind = forms.ChoiceField(choices=[("a", "Road"), ("b", "Lamp")], widget=forms.RadioSelect)


@pytest.mark.parametrize(
    ("given", "begins"),
    [(None, []), ({"amount": "1", "kind": "a"}, []), ({}, ["id_amount"]), ({"amount": "1"}, ["id_kind_0"])],
)
def test_a_form_that_comes_back_begins_at_its_first_wrong_field(given: Any, begins: list[str]) -> None:
    html = drawn("{% for each in form %}{% field each %}{% endfor %}", form=Wanted(given))
    inputs = re.findall(r"<input[^>]*>", html)
    found = [re.search(r' id="([^"]+)"', each) for each in inputs if " autofocus" in each]
    assert [each[1] for each in found if each] == begins


def test_every_tone_that_a_template_names_is_one() -> None:
    texts = [each.read_text("utf-8") for each in Path(jiayuan.__file__).parent.rglob("templates/**/*.html")]
    named = {tone for text in texts for tone in re.findall(r'tone-([a-z]+)|\{% badge \S+ "([a-z]+)"', text)}
    assert {one or other for one, other in named} <= set(TONES)
