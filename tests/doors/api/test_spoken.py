"""The page of the API in the reader's language; its sentences and those of the description are the same."""

import re

import pytest
from django.test import Client

from jiayuan.doors.api.api import api
from jiayuan.doors.api.docs import calls_of
from jiayuan.doors.api.spoken import SPOKEN, spoken
from tests.services.cases.pages import ENGLISH, client_of, spoken_text

pytestmark = pytest.mark.django_db


def test_every_sentence_of_the_description_is_known_and_no_other() -> None:
    said = set()
    for call in calls_of(api.get_openapi_schema(), lambda text: " ".join(text.split())):
        said |= {call["summary"], call["text"]}
        said |= {each["text"] for each in (*call["parameters"], *call["fields"])}
    assert said - {""} == set(SPOKEN)


def test_every_sentence_is_said_in_chinese(client: Client) -> None:
    for sentence in SPOKEN:
        assert re.search(r"[\u4e00-\u9fff]", spoken(sentence)), sentence
    assert spoken("a  sentence\nof nobody") == "a sentence of nobody"


def test_the_page_speaks_one_language() -> None:
    chinese = spoken_text(client_of().get("/api/"))
    for words in ("只办一次", "可以报哪些事", "必填", "查询参数", "事项令牌"):
        assert words in chinese
    for words in ("Report a problem", "required", "Once means once", "query"):
        assert words not in chinese
    english = spoken_text(client_of(None, ENGLISH).get("/api/"))
    assert "Once means once" in english
    assert not re.search(r"[\u4e00-\u9fff]", english.replace("家园", "").replace("中文", ""))
