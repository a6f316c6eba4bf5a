"""Faults of shape in the reader's language, with the field named."""

import re
from enum import StrEnum
from typing import Any, Literal, get_args

import pytest
from django.utils import translation
from pydantic import BaseModel, Field, ValidationError
from pydantic_core.core_schema import ErrorType

from jiayuan.doors.api.faults import faults_of, said


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Sent(BaseModel):
    words: str = Field("ab", min_length=2, max_length=5)
    count: int = Field(1, ge=1, le=9)
    share: float = Field(0.5, gt=0, lt=1)
    colour: Colour = Colour.RED
    way: Literal["up", "down"] = "up"
    names: list[str] = Field([], max_length=2)
    is_public: bool = True
    answers: dict[str, str] = {}


@pytest.mark.parametrize(
    ("sent", "field", "chinese", "english"),
    [
        ({"words": "abcdefg"}, "words", "最多 5 个字", "At most 5 characters"),
        ({"words": "a"}, "words", "至少要 2 个字", "At least 2 characters"),
        ({"words": 1}, "words", "必须是文字", "has to be a text"),
        ({"count": "x"}, "count", "必须是整数", "a whole number"),
        ({"count": 0}, "count", "不能小于 1", "at least 1"),
        ({"count": 10}, "count", "不能大于 9", "at most 9"),
        ({"share": 1}, "share", "必须小于 1", "less than 1"),
        ({"share": 0}, "share", "必须大于 0", "more than 0"),
        ({"share": "x"}, "share", "必须是数字", "a number"),
        ({"colour": "pink"}, "colour", "必须是其中之一：red, blue", "one of: red, blue"),
        ({"way": "left"}, "way", "必须是其中之一：up, down", "one of: up, down"),
        ({"names": ["a", "b", "c"]}, "names", "最多 2 项", "At most 2 entries"),
        ({"names": [1]}, "names.0", "必须是文字", "has to be a text"),
        ({"names": 1}, "names", "必须是列表", "a list"),
        ({"is_public": "maybe"}, "is_public", "true 或 false", "true or false"),
        ({"answers": 1}, "answers", "带字段的对象", "an object"),
    ],
)
def test_each_kind_is_said(sent: dict[str, Any], field: str, chinese: str, english: str) -> None:
    with pytest.raises(ValidationError) as error:
        Sent(**sent)
    found = [dict(each) for each in error.value.errors()]
    [fault] = faults_of(found)
    assert fault["field"] == field
    assert chinese in fault["says"]
    with translation.override("en"):
        assert english in faults_of(found)[0]["says"]


@pytest.mark.parametrize("kind", get_args(ErrorType))
def test_no_kind_is_left_in_english_or_breaks(kind: str) -> None:
    with translation.override("zh-hans"):
        assert re.search(r"[\u4e00-\u9fff]", said(kind, {}))
    with translation.override("en"):
        assert not re.search(r"[\u4e00-\u9fff]", said(kind, {}))


def test_the_body_itself_has_a_name() -> None:
    assert faults_of([{"loc": ("body", "payload"), "type": "missing"}])[0]["field"] == "body"
