"""What is found in words before everybody reads them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.modules.help.domain.checking import look_over, mark_of, name_in, rules_from


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("想请人修纱窗", []),
        ("三单元有位老人要人陪", []),
        ("电话13800138000", ["person"]),
        ("找王阿姨", ["person"]),
        ("住3单元501", ["person"]),
        ("请先转账", ["money"]),
        ("加我微信 abcde123", ["trade"]),
        ("屋里有煤气味", ["danger"]),
        ("楼上的混蛋天天吵，让他还钱转账", ["money", "insult"]),
        ("SUICIDE", ["danger"]),
    ],
)
def test_the_lists_that_come_along(words, codes):
    assert [each.code for each in look_over(words)] == codes


def test_says_each_passage_once():
    assert look_over("转账，再转账")[0].passages == ("转账",)


def test_a_district_has_lists_of_its_own():
    rules = rules_from([{"code": "trade", "words": ["煤球"], "patterns": [r"买\d+送"]}])
    assert [each.passages for each in look_over("煤球买2送1", rules)] == [("煤球", "买2送")]


@pytest.mark.parametrize("row", [{"code": "nonsense"}, {"code": "trade", "patterns": ["("]}])
def test_a_list_that_is_wrong_is_refused(row):
    with pytest.raises((ValueError, re.error)):
        rules_from([row])


def test_a_yes_belongs_to_these_words():
    assert mark_of("转账") == mark_of("转账") != mark_of("转账 ")


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("帮王秀兰修纱窗", "王秀兰", "王秀兰"),
        ("秀兰家的纱窗", "王秀兰", "秀兰"),
        ("门口的花要浇", "王花", None),
        ("Help Mary Smith", "Mary Smith", "Mary Smith"),
        ("修纱窗", "", None),
    ],
)
def test_the_own_name_of_who_wishes(text: str, name: str, found: str | None) -> None:
    assert [each.passages for each in name_in(text, name)] == ([(found,)] if found else [])


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_name_breaks_the_look(text: str, name: str) -> None:
    assert all(each.why for each in name_in(text, name))
