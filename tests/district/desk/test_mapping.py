"""What lies on the map for whom."""

from typing import Any

import pytest

from jiayuan.district.desk.mapping import WHOLE_EARTH, chosen_from, layers, overview, parse_box
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.registers import MAP_CAP, MapLayer, Registers

ANYTHING = {"group": "", "state": ""}


def point(title: str, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [112.57, 37.86]}
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"title": title, "url": "/x/", **properties},
    }


def layer(*features: dict[str, Any], public: bool = False) -> MapLayer:
    return MapLayer("层", lambda _actor, _box: list(features), public)


@pytest.mark.parametrize("text", ["", "  "])
def test_no_box_is_everything(text: str) -> None:
    assert parse_box(text) == WHOLE_EARTH


def test_a_box() -> None:
    assert parse_box("112.5, 37.8,112.6,37.9") == (112.5, 37.8, 112.6, 37.9)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1,2,3", "four numbers"),
        ("1,2,3,4,5", "four numbers"),
        ("a,b,c,d", "four numbers"),
        ("1,,3,4", "four numbers"),
        ("9" * 100_000, "four numbers"),
        ("nan,37,113,38", "finite"),
        ("112,37,inf,38", "finite"),
        ("37.8,112.5,37.9,112.6", "Latitude and longitude are swapped"),
        ("112.6,37.8,112.5,37.9", "corners"),
        ("112.5,37.9,112.6,37.8", "corners"),
        ("112,-91,113,91", "not on Earth"),
        ("-181,37,113,38", "not on Earth"),
    ],
)
def test_a_bad_box_says_what_is_wrong(text: str, says: str, settings: Any) -> None:
    from django.utils import translation

    with translation.override("en"), pytest.raises(Invalid, match=says) as caught:
        parse_box(text)
    assert caught.value.field == "bbox"
    assert caught.value.remedy


def test_the_public_sees_public_layers_only(own: Registers) -> None:
    own.map_layers.add("cases", layer(point("内部")))
    own.map_layers.add("cases-public", layer(point("公开"), public=True))
    shown = overview(Actor(), WHOLE_EARTH, public=True, chosen=ANYTHING)
    assert [each["title"] for each in shown.listed] == ["公开"]


def test_the_console_shows_a_matter_once(own: Registers) -> None:
    own.map_layers.add("cases", layer(point("内部")))
    own.map_layers.add("cases-public", layer(point("公开"), public=True))
    own.map_layers.add("stations-public", layer(point("服务站"), public=True))
    assert len(layers(public=False)) == 2
    shown = overview(Actor(), WHOLE_EARTH, public=False, chosen=ANYTHING)
    assert [each["title"] for each in shown.listed] == ["内部", "服务站"]


def test_choices_are_what_is_there_and_narrow(own: Registers) -> None:
    own.map_layers.add("a", layer(
        point("一", state="filed", state_label="已立案", group="01", group_label="公用设施"),
        point("二", state="closed", state_label="已结案"),
        point("三", state="filed", state_label="已立案"),
        point("四"),
        public=True,
    ))  # fmt: skip
    shown = overview(Actor(), WHOLE_EARTH, public=True, chosen={"group": "", "state": "filed"})
    assert [each["title"] for each in shown.listed] == ["一", "三"]
    assert [(each.code, each.label, each.count) for each in shown.choices["state"]] == [
        ("filed", "已立案", 2), ("closed", "已结案", 1),
    ]  # fmt: skip
    assert [each.code for each in shown.choices["group"]] == ["01"]
    both = overview(Actor(), WHOLE_EARTH, public=True, chosen={"group": "01", "state": "filed"})
    assert both.total == 1


def test_points_are_dressed_for_the_drawing(own: Registers) -> None:
    own.map_layers.add("a", layer(
        point("一", state="handling", state_label="处置中", text="井盖松动", where="青年路"),
        point("二", state="handling", light="red"), point("三"), public=True,
    ))  # fmt: skip
    first, second, third = overview(Actor(), WHOLE_EARTH, public=True, chosen=ANYTHING).listed
    assert (first["label"], first["tone"], first["meta"]) == ("处置中", "secondary", "井盖松动 · 青年路")
    assert second["tone"] == "error"
    assert third["tone"] == "primary"


def test_more_than_a_map_can_use_is_cut_and_said(own: Registers) -> None:
    own.map_layers.add("a", layer(*[point(str(number)) for number in range(MAP_CAP)], public=True))
    own.map_layers.add("b", layer(point("多一个"), public=True))
    shown = overview(Actor(), WHOLE_EARTH, public=True, chosen=ANYTHING)
    assert len(shown.features) == MAP_CAP
    assert str(MAP_CAP) in shown.as_geojson()["note"]
    assert len(shown.listed) == 50


def test_few_points_carry_no_note(own: Registers) -> None:
    own.map_layers.add("a", layer(point("一"), public=True))
    assert overview(Actor(), WHOLE_EARTH, public=True, chosen=ANYTHING).as_geojson()["note"] == ""


def test_what_is_chosen_comes_from_the_address_and_is_cut() -> None:
    assert chosen_from({"state": "filed", "other": "x", "group": "a" * 1000}) == {
        "state": "filed",
        "group": "a" * 40,
    }
