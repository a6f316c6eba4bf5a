"""The tags of the design system, as pages write them."""

import datetime
import re
from typing import Any

import pytest
from django import forms
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone, translation

from jiayuan.doors.shell.fields import kind_of


def drawn(source: str, **context: Any) -> str:
    with translation.override("en"):
        request = context.pop("request", None)
        return Template(source).render(RequestContext(request, context) if request else Context(context))


class Sample(forms.Form):
    words = forms.CharField(widget=forms.Textarea, help_text="A sentence is enough.", label="What is wrong?")
    phone = forms.CharField(required=False, widget=forms.TextInput(attrs={"class": "numbers"}))
    kind = forms.ChoiceField(choices=[("a", "Road"), ("b", "Lamp")])
    danger = forms.ChoiceField(
        choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect, help_text="Look around."
    )
    tools = forms.MultipleChoiceField(
        choices=[("s", "Saw")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField()
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        raise forms.ValidationError("Too late for today.")


def test_an_icon_is_silent_and_comes_from_the_sprite() -> None:
    drawing = drawn('{% icon "camera" "size-6" %}')
    assert drawing == (
        '<svg class="icon size-6" aria-hidden="true"><use href="/static/icons.svg#camera"></use></svg>'
    )
    assert 'class="icon"' in drawn('{% icon "camera" %}')


def test_an_icon_name_cannot_break_out() -> None:
    assert "<b>" not in drawn("{% icon name %}", name='"><b>')


def test_a_badge_says_it_in_words_shape_and_colour() -> None:
    badge = drawn('{% badge text "info" "wrench" %}', text="In <hand>")
    assert 'class="tag tone-info"' in badge
    assert "#wrench" in badge
    assert "In &lt;hand&gt;" in badge


def test_an_unknown_tone_is_neutral_and_no_icon_is_no_drawing() -> None:
    assert drawn('{% badge "Words" "pink" %}') == '<span class="tag tone-neutral">Words</span>'


@pytest.mark.parametrize(
    ("colour", "tone", "shape"),
    [
        ("red", "error", "octagon-alert"),
        ("amber", "warning", "triangle-alert"),
        ("green", "success", "circle-check"),
        ("none", "neutral", "circle-dashed"),
        ("mauve", "neutral", "circle-dashed"),
    ],
)
def test_every_light_has_a_shape_of_its_own(colour: str, tone: str, shape: str) -> None:
    light = drawn("{% light colour words %}", colour=colour, words="2 hours left")
    assert f"tone-{tone}" in light
    assert f"#{shape}" in light
    assert "2 hours left" in light
    assert drawn("{{ colour|light_tone }}", colour=colour) == tone


def test_a_field_ties_label_help_and_error_together() -> None:
    field = drawn('{% field form.words "pencil" 4 %}', form=Sample({}))
    assert '<label class="field-label" for="id_words">' in field
    assert 'aria-describedby="id_words_help id_words_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'id="id_words_help"' in field
    assert 'id="id_words_error"' in field
    assert 'rows="4"' in field
    assert 'class="textarea"' in field
    assert "#pencil" in field
    assert "(optional)" not in field


def test_a_field_without_trouble_says_so_little() -> None:
    field = drawn("{% field form.phone %}", form=Sample())
    assert 'class="input numbers"' in field
    assert "(optional)" in field
    assert "aria-describedby" not in field
    assert "aria-invalid" not in field
    assert "_error" not in field


def test_choices_are_one_group_with_its_question() -> None:
    field = drawn("{% field form.danger %}", form=Sample({"danger": "n"}))
    assert "<fieldset" in field
    assert "<legend" in field
    assert 'type="radio" name="danger" value="n"' in field
    assert field.count("checked") == 1
    assert 'id="id_danger_help"' in field
    wrong = drawn("{% field form.danger %}", form=Sample({"danger": "?"}))
    assert 'aria-describedby="id_danger_help id_danger_error"' in wrong


def test_many_choices_a_tick_and_a_hidden_field() -> None:
    form = Sample()
    assert 'type="checkbox" name="tools"' in drawn("{% field form.tools %}", form=form)
    assert 'class="checkbox checkbox-primary"' in drawn("{% field form.agree %}", form=form)
    assert 'class="select"' in drawn("{% field form.kind %}", form=form)
    hidden = drawn("{% field form.secret %}", form=form)
    assert "label" not in hidden
    assert 'type="hidden"' in hidden


def test_a_widget_nobody_thought_of_is_a_line() -> None:
    assert kind_of(forms.Widget()) == ("line", "input")


def test_what_is_wrong_with_the_whole_form() -> None:
    errors = drawn("{% form_errors form %}", form=Sample({}))
    assert "Too late for today." in errors
    assert 'role="alert"' in errors
    assert drawn("{% form_errors form %}", form=Sample()).strip() == ""


def test_an_empty_page_invites_the_next_step() -> None:
    page = drawn('{% empty "Nothing yet" "Be the first." "/report/" "Report" "camera" %}')
    assert '<a class="btn btn-primary mt-2" href="/report/">Report</a>' in page
    assert "#camera" in page
    assert "btn" not in drawn('{% empty "Nothing yet" %}')


def test_masks() -> None:
    assert (
        drawn("{{ phone|mask_phone }} {{ name|mask_name }}", phone="+8613812345678", name="李建芳")
        == "138****5678 李**"
    )
    assert drawn("{% phone_mask phone %}", phone="13812345678") == "138****5678"


def test_a_moment_is_spoken_and_written_for_machines() -> None:
    moment = timezone.make_aware(datetime.datetime(2019, 3, 2, 9, 0))  # noqa: DTZ001
    spoken = drawn("{{ moment|when }}", moment=moment)
    assert spoken.startswith(f'<time datetime="{moment.isoformat()}">')
    assert "09:00" in spoken
    assert drawn("{{ moment|when }}", moment=None) == ""


def test_every_form_has_a_nonce_of_its_own() -> None:
    first, second = drawn("{% nonce_field %}"), drawn("{% nonce_field %}")
    assert first.startswith('<input type="hidden" name="nonce" value="')
    assert first != second


@pytest.mark.parametrize(
    ("path", "url", "expected"),
    [
        ("/", "/", "page"),
        ("/help/", "/", "false"),
        ("/help/wish/", "/help/", "page"),
        ("/console/", "/console/", "page"),
        ("/console/cases/JY-1/", "/console/", "false"),
        ("/console/cases/JY-1/", "/console/cases/", "page"),
        ("/help/", "", "false"),
    ],
)
def test_where_the_reader_is(path: str, url: str, expected: str) -> None:
    assert drawn("{% here url %}", url=url, request=RequestFactory().get(path)) == expected


def test_nowhere_without_a_request() -> None:
    assert drawn('{% here "/" %}') == "false"


def test_capture_knows_whether_a_block_is_empty() -> None:
    assert drawn("{% capture x %} <b>{{ a }}</b> {% endcapture %}[{{ x }}]", a="<i>") == "[<b>&lt;i&gt;</b>]"
    assert drawn("{% capture x %}  {% endcapture %}{% if x %}full{% else %}empty{% endif %}") == "empty"
    with pytest.raises(TemplateSyntaxError):
        Template("{% capture %}{% endcapture %}")


def test_map_settings_come_from_the_environment(settings: Any) -> None:
    settings.MAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"
    settings.MAP_TILES_DATUM = "gcj02"
    frame = drawn(
        '{% include "ui/map.html" with features="/points/" by_box=True pick=True lat=37.86 lon=112.5 zoom=15 %}'
    )
    assert 'data-tiles="https://tiles.example/{z}/{x}/{y}.png" data-datum="gcj02"' in frame
    assert 'data-features="/points/"' in frame
    assert "data-by-box" in frame
    assert 'data-pick data-latitude="#id_latitude" data-longitude="#id_longitude"' in frame
    assert 'data-lat="37.86" data-lon="112.5"' in frame
    settings.MAP_TILES = ""
    assert "data-tiles" not in drawn('{% include "ui/map.html" %}')


def test_a_chinese_name_on_an_english_page_is_chinese_to_a_voice() -> None:
    source = "{{ name|named }}"
    assert drawn(source, name="马国庆<b>") == '<span lang="zh-Hans">马国庆&lt;b&gt;</span>'
    assert drawn(source, name="Water service station") == "Water service station"
    with translation.override("zh-hans"):
        assert Template(source).render(Context({"name": "马国庆"})) == "马国庆"


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        (
            "从 11月30日（周一）06:19 起算，到 12月1日（周二）15:00",
            ["11月30日（周一）06:19", "12月1日（周二）15:00"],
        ),
        ("只计上班时间 08:30–12:00、14:30–18:00", ["08:30–12:00", "14:30–18:00"]),
        ("今天 15:00", ["今天 15:00"]),
        ("from Mon 30 November 06:19 on", ["Mon 30 November 06:19"]),
        ("没有日子 <b>", []),
    ],
)
def test_no_line_breaks_inside_a_date(words: str, whole: list[str]) -> None:
    said = drawn("{{ words|dated }}", words=words)
    assert re.findall(r'<span class="whitespace-nowrap">(.*?)</span>', said) == whole
    assert "<b>" not in said


def test_a_day_is_spoken_and_written_for_machines() -> None:
    source, given = "{{ given|spoken_day }}", datetime.date(2020, 7, 31)
    assert drawn(source, given=given) == '<time datetime="2020-07-31">31 July 2020</time>'
    assert drawn(source, given=None) == ""
    late = datetime.datetime(2020, 7, 31, 17, tzinfo=datetime.UTC)
    assert "2020-08-01" in drawn(source, given=late)
