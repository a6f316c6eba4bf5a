"""Constant words and addresses of templates are worked out once, and say what Django's own tags say."""

from typing import Any

import pytest
from django.template import Context, engines
from django.templatetags.static import static
from django.test import override_settings
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from jiayuan.doors.shell.templatetags.steady import Steady


def drawn(text: str, **context: Any) -> str:
    return str(template(text).render(Context(context)))


def template(text: str) -> Any:
    return engines["django"].from_string(text).template


def steady(text: str) -> int:
    return len(template(text).nodelist.get_nodes_by_type(Steady))


@pytest.mark.parametrize(
    "text",
    [
        '{% translate "Filed" context "case state" %}',
        '{% trans "Filed" context "case state" %}',
        "{% url 'home' %}",
        "{% url 'no-such-page' as u %}",
        '{% translate "Filed" context "case state" as said %}',
    ],
)
def test_constants_are_kept(text: str) -> None:
    assert steady(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{% translate words %}",
        '{% translate "Filed"|upper %}',
        '{% translate "Filed" noop %}',
        '{% translate "Filed" context where %}',
        "{% url 'case' number %}",
        "{% url 'case' number=number %}",
        "{% url name %}",
    ],
)
def test_what_varies_is_left_alone(text: str) -> None:
    assert steady(text) == 0


def test_each_language_has_its_own_words() -> None:
    piece = template(
        '{% translate "Filed" context "case state" %}/{% translate "Filed" context "case state" as x %}{{ x }}'
    )
    for _twice in range(2):
        with translation.override("en"):
            assert piece.render(Context()) == "Filed/Filed"
        with translation.override("zh-hans"):
            assert piece.render(Context()) == "已立案/已立案"


def test_what_varies_varies() -> None:
    piece = template("{% url 'case' number %}")
    assert [piece.render(Context({"number": each})) for each in ("1", "2")] == ["/cases/1/", "/cases/2/"]


def test_addresses() -> None:
    piece = template("{% url 'home' %}{% url 'inbox' as u %}{{ u }}{% url 'no-such-page' as n %}[{{ n }}]")
    for _twice in range(2):
        assert piece.render(Context()) == f"{reverse('home')}{reverse('inbox')}[]"
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'no-such-page' %}")


def test_another_table_of_addresses_gives_other_addresses() -> None:
    piece = template("{% url 'inbox' %}")
    before = piece.render(Context())
    with override_settings(ROOT_URLCONF="jiayuan.doors.console.urls"):
        assert piece.render(Context()) != before


def test_escaping_is_part_of_it() -> None:
    piece = template('{% autoescape off %}{% translate "A & B" %}{% endautoescape %}{% translate "A & B" %}')
    for _twice in range(2):
        assert piece.render(Context()) == drawn("{% autoescape off %}A & B{% endautoescape %}") + "A & B"


def test_files() -> None:
    piece = template("{% static 'app.css' %} {% static 'app.css' as css %}{{ css }} {% static name %}")
    assert steady("{% static 'app.css' %}") == 1
    for name in ("favicon.svg", "app.js"):
        shown = piece.render(Context({"name": name})).split()
        assert shown == [static("app.css"), static("app.css"), static(name)]
