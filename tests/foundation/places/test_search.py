"""Finding a place by what people type."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.places.domain.change import merge_communities, rename_place
from jiayuan.foundation.places.domain.queries import search_places
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.pinyin import spell
from tests.factories import PlaceFactory

QINGNIAN = ["青年路一社区", "青年路二社区", "青年路三社区"]


def names(text: str, **given: Any) -> list[str]:
    return [place.name for place in search_places(text, **given)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("青年路", QINGNIAN),
        ("qingnianlu", QINGNIAN),
        ("Qing Nian Lu", QINGNIAN),
        ("ｑｉｎｇｎｉａｎｌｕ", QINGNIAN),
        ("qnl", QINGNIAN),
        ("qnlys", ["青年路一社区"]),
        ("青年路一社区", ["青年路一社区"]),
        ("年路二", ["青年路二社区"]),
        ("chaoyang", ["朝阳一社区", "朝阳二社区", "朝阳三社区", "朝阳四社区"]),
        ("双塔社区", ["双塔社区"]),
        ("", []),
        ("  ", []),
        ("！？", []),
        ("%", []),
        ("没有这个地方", []),
        ("长" * 61, []),
        ("青" * 100_000, []),
        ("\x00", []),
    ],
)
def test_search(district: Place, text: str, found: list[str]) -> None:
    assert names(text) == found


def test_exact_comes_before_prefix_before_substring(district: Place) -> None:
    PlaceFactory(path="140106004900", name="双塔", parent_id="140106004", pinyin="shuangta", initials="st")
    found = names("双塔", limit=20)
    assert found[0] == "双塔"
    assert found.index("双塔寺一社区") < found.index("双塔北路社区")
    PlaceFactory(path="140106004901", name="小双塔", parent_id="140106004")
    assert names("双塔", limit=20)[-1] == "小双塔"


def test_the_larger_place_comes_first(district: Place) -> None:
    assert names("迎泽") == ["迎泽区", "迎泽街道"]


def test_kinds_and_limit(district: Place) -> None:
    assert names("迎泽", kinds=[PlaceKind.STREET]) == ["迎泽街道"]
    assert len(names("社区", limit=7)) == 7


def test_old_names_are_found_last(district: Place, actor_with: Callable[..., Actor]) -> None:
    officer = actor_with(Role.DISTRICT_OFFICER, "140106")
    rename_place("140106001001", "青年路社区", by=officer)
    rename_place("140106004010", "新名社区", by=officer)
    assert names("青年路") == ["青年路社区", *QINGNIAN[1:], "新名社区"]
    assert names("青年路一社区") == ["新名社区"]


def test_a_merged_community_is_found_by_the_names_it_took_over(
    district: Place, actor_with: Callable[..., Actor]
) -> None:
    officer = actor_with(Role.DISTRICT_OFFICER, "140106")
    merge_communities(["140106004010", "140106004011"], into_name="青年社区", on=date(2026, 1, 1), by=officer)
    assert names("青年路一社区") == ["青年社区"]


def test_one_query_with_parents(district: Place, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert {place.parent.name for place in search_places("qnl") if place.parent} == {"迎泽街道"}


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("青年路一社区", ("qingnianlu yi shequ", "qnlysq")),
        ("郝庄镇", ("haozhuang zhen", "hzz")),
        ("绿地东山社区", ("lvdidongshan shequ", "lddssq")),
        ("A座", ("azuo", "az")),
        ("社区", ("she qu", "sq")),
        ("", ("", "")),
    ],
)
def test_spelling(name: str, spelled: tuple[str, str]) -> None:
    assert spell(name) == spelled


def test_the_english_page_shows_pinyin(district: Place) -> None:
    place = Place.objects.get(name="绿地东山社区")
    with translation.override("en"):
        assert str(place) == "Lüdidongshan Shequ"
    with translation.override("zh-hans"):
        assert str(place) == "绿地东山社区"
