"""The box for plain words, as a page and while typing."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.common.registers import Registers, Suggestion
from jiayuan.services.cases.enums import State
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db


def ask(client: Client, words: str, **headers: str) -> str:
    response = client.get(reverse("ask"), {"q": words}, headers=headers, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def drain(own: Registers) -> Registers:
    found = [Suggestion("报修：下水道堵塞", "马上上报", "droplets", "/report/?category=0101", 0.9)]
    found.append(Suggestion("附近的事", "看地图", "map", "/map/", 0.4))
    own.searches.add("a", lambda _actor, query: found if "下水道" in query else [])
    return own


def test_the_best_action_is_large_and_the_others_follow(drain: Registers, client: Client) -> None:
    page = ask(client, "下水道堵了")
    assert page.index("paper-strong") < page.index("报修：下水道堵塞") < page.index("附近的事")
    assert 'href="/report/?category=0101"' in page


def test_while_typing_only_suggestions_come(drain: Registers, client: Client) -> None:
    part = ask(client, "下水道", **{"HX-Request": "true"})
    assert "<html" not in part
    assert "报修：下水道堵塞" in part
    assert ask(client, "别的", **{"HX-Request": "true"}).strip() == ""
    assert "<html" in ask(client, "下水道", **{"HX-Request": "true", "HX-Boosted": "true"})


def test_nothing_found_leads_to_people(own: Registers, client: Client) -> None:
    page = ask(client, "一件没人想到的事")
    assert "没有找到正好对得上的" in page
    assert f"{reverse('report')}?q={quote('一件没人想到的事')}" in page
    assert 'href="tel:12345"' in page


def test_an_empty_question_gives_examples(own: Registers, client: Client) -> None:
    page = client.get(reverse("ask")).content.decode()
    assert "下水道堵了" in page
    assert "没有找到正好对得上的" not in page


def test_a_case_number_leads_to_the_case(own: Registers, client: Client) -> None:
    case = CaseFactory(state=State.FILED)
    assert reverse("case", args=[case.number]) in ask(client, case.number)


def test_a_number_that_opens_nothing_says_so_without_telling_why(own: Registers, client: Client) -> None:
    hidden = CaseFactory(state=State.REPORTED)
    page = ask(client, hidden.number)
    assert "在这里打不开" in page
    assert reverse("case", args=[hidden.number]) not in page


@pytest.mark.parametrize(
    "words",
    [
        "下水道堵了" * 20_000,
        "😀" * 5000,
        "\u202e\u2066下水道\u2069",
        "<img src=x onerror=alert(1)>",
        "\x00\x07",
        "' OR 1=1 --",
        "%%%s",
    ],
    ids=["long", "emoji", "direction", "html", "control", "sql", "percent"],
)
def test_bad_words_are_cut_and_escaped(drain: Registers, client: Client, words: str) -> None:
    page = ask(client, words)
    assert "<img src=x" not in page
    assert "\u202e" not in page
    assert len(page) < 20_000


def test_a_long_text_is_told_to_be_cut(drain: Registers, client: Client) -> None:
    assert "只看了开头" in ask(client, "下水道" + "啊" * 300)
    assert "只看了开头" not in ask(client, "下水道")
