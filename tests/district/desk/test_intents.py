"""From plain words to an action."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from jiayuan.district.desk.belonging import suggest_places
from jiayuan.district.desk.intents import OTHERS, answer
from jiayuan.district.desk.ordinary import register_ordinary_intents
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.plainwords import likeness
from jiayuan.foundation.common.registers import Intent, Registers, Suggestion
from jiayuan.services.cases.enums import State
from tests.factories import CaseFactory, PersonFactory, PlaceFactory

pytestmark = pytest.mark.django_db
VISITOR = Actor()
CATEGORIES = {
    "0101": ("下水道堵塞", "下水道 下水道堵了 污水 drain blocked"),
    "0102": ("井盖松动", "井盖 井盖松了 manhole"),
    "0203": ("暴露垃圾", "垃圾 垃圾堆 litter"),
    "0204": ("违章停车", "乱停车 占道停车 堵路"),
}


def categories(_actor: Actor, query: str) -> list[Suggestion]:
    scored = [
        (code, name, likeness(query, [name, *words.split()])) for code, (name, words) in CATEGORIES.items()
    ]
    return [
        Suggestion(f"报修：{name}", "", "camera", f"/report/?category={code}", score)
        for code, name, score in scored
    ]


@pytest.fixture
def house(own: Registers) -> Registers:
    register_ordinary_intents()
    own.searches.add("categories", categories)
    return own


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("下水道堵了", "报修：下水道堵塞"),
        ("我们楼的下水道又堵了怎么办啊", "报修：下水道堵塞"),
        ("xiashuidao", "报修：下水道堵塞"),
        ("下水到堵了", "报修：下水道堵塞"),
        ("井盖", "报修：井盖松动"),
        ("jinggai", "报修：井盖松动"),
        ("楼下一堆垃圾堆", "报修：暴露垃圾"),
        ("有人占道停车", "报修：违章停车"),
    ],
)
def test_a_trouble_leads_to_its_report(house: Registers, asked: str, label: str) -> None:
    best = answer(VISITOR, asked).best
    assert best is not None
    assert best.label == label


@pytest.mark.parametrize(
    ("asked", "url_name"),
    [
        ("奶茶杯是什么垃圾", "learn"),
        ("榴莲壳扔哪", "learn"),
        ("晚上哪里能停车", "speak"),
        ("wanshang nali neng tingche", "speak"),
        ("我报的事怎么样了", "mine"),
        ("字太小了", "me"),
        ("搬家了换社区", "choose-place"),
        ("附近有什么", "map"),
        ("纱窗坏了找人帮", "help"),
        ("not satisfied", "evaluate"),
        ("parking", "speak"),
        ("Where can I park?", "speak"),
    ],
)
def test_a_wish_leads_to_its_page(house: Registers, asked: str, url_name: str) -> None:
    best = answer(VISITOR, asked).best
    assert best is not None
    assert best.url.partition("?")[0] == reverse(url_name)


def test_the_words_are_carried_along(house: Registers) -> None:
    best = answer(VISITOR, "晚上 & 哪里能停车").best
    assert best is not None
    assert parse_qs(urlsplit(best.url).query)["q"] == ["晚上 & 哪里能停车"]


def test_the_likeliest_comes_first_and_a_few_others_after(own: Registers) -> None:
    for number in range(8):
        score = 0.9 - number / 20
        own.searches.add(
            str(number),
            lambda _actor, _query, n=number, s=score: [Suggestion(f"第{n}个", "", "map", f"/{n}/", s)],
        )
    found = answer(VISITOR, "随便什么")
    assert found.best is not None
    assert found.best.label == "第0个"
    assert [each.label for each in found.others] == ["第1个", "第2个", "第3个", "第4个"]
    assert len(found.others) == OTHERS


def test_the_same_offer_is_made_once(own: Registers) -> None:
    twice = Suggestion("报修", "", "map", "/report/?q=a", 0.6)
    own.searches.add("one", lambda _actor, _query: [twice])
    own.searches.add("two", lambda _actor, _query: [Suggestion("报修", "", "map", "/report/?q=b", 0.8)])
    found = answer(VISITOR, "报修")
    assert found.best is not None
    assert found.best.url == "/report/?q=b"
    assert not found.others


def test_what_is_hardly_alike_is_not_offered(own: Registers) -> None:
    own.searches.add("weak", lambda _actor, _query: [Suggestion("几乎无关", "", "map", "/x/", 0.2)])
    assert answer(VISITOR, "别的事").best is None


def test_an_intent_without_a_page_is_not_offered(own: Registers) -> None:
    own.intents.add("gone", Intent("gone", "没有这一页", "", "map", lambda _query: "", ["没有这一页"]))
    assert answer(VISITOR, "没有这一页").best is None


def test_a_module_s_own_intent_stands_before_the_ordinary_one(own: Registers) -> None:
    theirs = Intent("map", "他们的地图", "", "map", lambda _query: "/theirs/", ["地图"])
    own.intents.add("map", theirs)
    register_ordinary_intents()
    assert own.intents["map"] is theirs


@pytest.mark.usefixtures("own")
class TestNumbers:
    def test_a_public_case_opens_by_its_number(self) -> None:
        case = CaseFactory(state=State.FILED)
        for written in (case.number, case.number.replace("-", ""), f" {case.number} "):
            best = answer(VISITOR, written).best
            assert best is not None
            assert best.url == reverse("case", args=[case.number])

    def test_one_s_own_case_opens_before_it_is_public(self) -> None:
        person = PersonFactory()
        case = CaseFactory(state=State.REPORTED, reporter=person)
        assert answer(Actor(person=person), case.number).best is not None

    def test_a_stranger_s_case_does_not_show_that_it_is_there(self) -> None:
        case = CaseFactory(state=State.REPORTED)
        found = answer(VISITOR, case.number)
        assert found.best is None
        assert found.unknown_number == case.number

    def test_a_slip_of_the_pen_is_no_number(self) -> None:
        case = CaseFactory(state=State.FILED)
        wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)
        found = answer(VISITOR, wrong)
        assert found.best is None
        assert not found.unknown_number

    def test_the_largest_number_that_can_be_written(self) -> None:
        assert answer(VISITOR, "9999999999999999998").unknown_number


class TestPlaces:
    def test_a_place_is_offered_as_mine(self, own: Registers) -> None:
        own.searches.add("places", suggest_places)
        PlaceFactory(
            path="140106004010", name="青年路一社区", pinyin="qing nian lu yi she qu", initials="qnlysq"
        )
        for typed in ("青年路一社区", "青年路", "qingnianlu", "qnlysq"):
            best = answer(VISITOR, typed).best
            assert best is not None
            assert best.label == "青年路一社区"
            assert best.url.startswith(reverse("choose-place"))

    def test_too_few_letters_ask_nothing_of_the_database(
        self, django_assert_num_queries: Callable[..., Any]
    ) -> None:
        with django_assert_num_queries(0):
            assert suggest_places(VISITOR, "q") == []
            assert suggest_places(VISITOR, "青") == []


@pytest.mark.usefixtures("house")
class TestBadInput:
    def test_nothing(self) -> None:
        for empty in ("", "   ", "\u202e\u200b", "！？。", "😀"):
            assert answer(VISITOR, empty).best is None

    def test_a_hundred_thousand_characters(self) -> None:
        found = answer(VISITOR, "下水道堵了" + "啊" * 100_000)
        assert len(found.words) == 200
        assert found.best is not None
        assert found.best.label == "报修：下水道堵塞"

    def test_direction_marks_and_nulls_go(self) -> None:
        found = answer(VISITOR, "\u202e下水\u200b道\x00堵了")
        assert found.words == "下水道堵了"
        assert found.best is not None
        assert found.best.label == "报修：下水道堵塞"


def test_queries_do_not_grow_with_what_is_there(
    house: Registers, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    house.searches.add("places", suggest_places)
    for number in range(12):
        PlaceFactory(path=f"1401060040{number + 10}", name=f"青年路{number}社区")
    with django_assert_max_num_queries(1):
        answer(VISITOR, "青年路的下水道")
