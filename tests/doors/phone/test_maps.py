"""The public map and the screen in the hall."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.common.registers import MapLayer, Registers
from jiayuan.foundation.people.models import Person
from jiayuan.services.cases.enums import State
from tests.factories import CaseFactory, PersonFactory, PlaceFactory
from tests.factories.figures import declare_figure

pytestmark = pytest.mark.django_db
MAP, FEATURES, SCREEN = "/map/", "/map/features.json", "/screen/"


def layer(*titles: str, public: bool, **properties: Any) -> MapLayer:
    def features(actor: Any, _box: Any) -> list[dict[str, Any]]:
        who = "有人" if actor.is_signed_in else "无人"
        return [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [112.57, 37.86]},
                "properties": {"title": f"{title}（{who}）", "url": "/x/", **properties},
            }
            for title in titles
        ]

    return MapLayer("层", features, public)


def test_the_map_shows_public_things_beside_a_list(own: Registers, client: Client) -> None:
    own.map_layers.add("cases", layer("内部", public=False))
    own.map_layers.add("cases-public", layer("井盖", public=True, state="filed", state_label="已立案"))
    page = client.get(MAP).content.decode()
    assert "井盖" in page
    assert "内部" not in page
    assert f'data-features="{FEATURES}"' in page
    assert 'href="?state=filed"' in page


def test_filters_stay_in_the_address_and_reach_the_points(own: Registers, client: Client) -> None:
    own.map_layers.add(
        "a", layer("井盖", public=True, state="filed", state_label="已立案", group="01", group_label="设施")
    )
    own.map_layers.add("b", layer("路灯", public=True, state="closed", state_label="已结案"))
    page = client.get(MAP, {"state": "closed"}).content.decode()
    assert f"{FEATURES}?state=closed" in page
    assert "路灯" in page
    assert "井盖" not in page
    found = client.get(FEATURES, {"state": "closed", "bbox": "112,37,113,38"}).json()
    assert [each["properties"]["title"] for each in found["features"]] == ["路灯（无人）"]


def test_who_is_signed_in_sees_no_more_on_the_public_map(
    own: Registers, sign_in: Callable[[Person], Client]
) -> None:
    own.map_layers.add("a", layer("井盖", public=True))
    found = sign_in(PersonFactory()).get(FEATURES).json()
    assert found["features"][0]["properties"]["title"] == "井盖（无人）"


def test_an_empty_map_says_so(own: Registers, client: Client) -> None:
    assert "这里没有内容" in client.get(MAP).content.decode()
    assert client.get(FEATURES).json() == {"type": "FeatureCollection", "features": [], "note": ""}


@pytest.mark.parametrize("box", ["nan,1,2,3", "1,2,3", "113,37,112,38", "37,112,38,113", "<script>"])
def test_a_bad_box_is_refused_in_words(own: Registers, client: Client, box: str) -> None:
    response = client.get(FEATURES, {"bbox": box}, headers={"Accept": "application/json"})
    assert response.status_code == 422
    problem = response.json()
    assert problem["field"] == "bbox"
    assert problem["title"]
    assert problem["detail"]


def test_real_cases_are_drawn_without_what_only_staff_may_read(client: Client) -> None:
    CaseFactory(
        words="李奶奶家 13812345678",
        public_words="井盖松动",
        state=State.FILED,
        latitude=37.86123,
        longitude=112.57123,
    )
    CaseFactory(words="刚报上来", state=State.REPORTED)
    found = client.get(FEATURES)
    text = found.content.decode()
    assert len(found.json()["features"]) == 1
    assert "13812345678" not in text
    assert "37.86123" not in text


def test_queries_stay_the_same(client: Client, django_assert_max_num_queries: Callable[..., Any]) -> None:
    counts = []
    for _round in range(2):
        for _case in range(10):
            CaseFactory(state=State.FILED)
        with django_assert_max_num_queries(6) as context:
            client.get(MAP)
        counts.append(len(context.captured_queries))
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("own")
class TestScreen:
    @pytest.fixture
    def hall(self, own: Registers) -> Registers:
        PlaceFactory(path="140106", name="迎泽区")
        own.map_layers.add(
            "a", layer("井盖", public=True, state="filed", state_label="已立案", text="李奶奶家")
        )
        declare_figure("a.shown", name="今日上报", value=12, is_public=True, in_hall=True)
        declare_figure("a.kept", name="内部数字", value=99, in_hall=True)
        declare_figure("a.asked", name="问了才说", value=5, is_public=True)
        return own

    @pytest.mark.usefixtures("hall")
    def test_figures_and_the_latest_for_everybody(self, client: Client) -> None:
        page = client.get(SCREEN).content.decode()
        assert "迎泽区" in page
        assert "今日上报" in page
        assert ">12<" in page
        assert "井盖" in page
        assert "内部数字" not in page
        assert "问了才说" not in page
        assert "李奶奶" not in page

    @pytest.mark.usefixtures("hall")
    def test_it_refreshes_itself_with_and_without_scripts(self, client: Client) -> None:
        page = client.get(SCREEN).content.decode()
        assert 'hx-trigger="every 60s"' in page
        assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page
        assert 'data-every="60"' in page
        part = client.get(SCREEN, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        assert "今日上报" in part

    def test_a_day_without_figures(self, client: Client) -> None:
        PlaceFactory(path="140106", name="迎泽区")
        assert "还没有可以显示的数字" in client.get(SCREEN).content.decode()

    def test_before_the_places_are_loaded(self, client: Client) -> None:
        assert client.get(reverse("screen")).status_code == 404
