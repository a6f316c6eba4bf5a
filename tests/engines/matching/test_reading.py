"""Bad files: every field that is wrong is named, all at once."""

from typing import Any

import pytest

from jiayuan.engines.matching import Faults, read_instance
from jiayuan.engines.matching.model import Prices, Tier, Urgency

from .instances import NOW, drawn


def faults_of(data: object) -> list[tuple[str, str]]:
    with pytest.raises(Faults) as caught:
        read_instance(data)
    return [(each.code, each.where) for each in caught.value.faults]


def plain(**other: Any) -> dict[str, Any]:
    rows = [{"id": "a", "x": 0, "y": 0}, {"id": "b", "x": 9, "y": 9}]
    return {
        "now": NOW,
        "wishes": [dict(each) for each in rows],
        "helpers": [dict(each) for each in rows],
    } | other


def row(name: str, **other: Any) -> dict[str, Any]:
    data = plain()
    data[name][1] |= other
    return data


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ([], ("object", "file")),
        (plain(now=None), ("moment", "now")),
        (plain(now="soon"), ("moment", "now")),
        (plain(wishes=[]), ("empty", "wishes")),
        (plain(helpers={}), ("empty", "helpers")),
        (plain(wishes=["w"]), ("id", "wishes[1]")),
        (plain(fixed=[]), ("field", "file")),
        (row("wishes", id="a"), ("twice", "wishes[2]")),
        (row("wishes", x="9"), ("position", "wishes[2]")),
        (row("wishes", y=float("inf")), ("position", "wishes[2]")),
        (row("wishes", exclude=["a"]), ("field", "wishes[2]")),
        (row("wishes", latitude=37.8), ("field", "wishes[2]")),
        (row("wishes", any_of="law"), ("list", "wishes[2]")),
        (row("wishes", languages="jin"), ("list", "wishes[2]")),
        (row("wishes", languages=[1]), ("list", "wishes[2]")),
        (row("wishes", minutes=0), ("number", "wishes[2]")),
        (row("wishes", size=101), ("number", "wishes[2]")),
        (row("wishes", size=True), ("number", "wishes[2]")),
        (row("wishes", urgency="very"), ("name", "wishes[2].urgency")),
        (row("wishes", urgency=["urgent"]), ("name", "wishes[2].urgency")),
        (row("wishes", since=5), ("moment", "wishes[2].since")),
        (row("wishes", since="2026-12-01T08:00"), ("moment", "wishes[2].since")),
        (row("wishes", since="2026-11-29T08:00+08:00"), ("moment", "wishes[2].since")),
        (row("wishes", tiers=[]), ("list", "wishes[2]")),
        (row("wishes", tiers=["point", "moon"]), ("name", "wishes[2].tiers")),
        (row("wishes", windows="evening"), ("list", "wishes[2]")),
        (row("wishes", windows=[[NOW]]), ("window", "wishes[2].windows[1]")),
        (row("wishes", windows=[["2026-11-30T09:00", NOW]]), ("window", "wishes[2].windows[1]")),
        (row("helpers", windows=[[NOW, "late"]]), ("moment", "helpers[2].windows[1]")),
        (row("helpers", skills=["law"]), ("skills", "helpers[2]")),
        (row("helpers", skills={"law": 4}), ("number", "helpers[2].skills")),
        (row("helpers", is_out="no"), ("is_out", "helpers[2]")),
        (row("helpers", reach=-1), ("number", "helpers[2]")),
        (row("helpers", capacity=10**5), ("number", "helpers[2]")),
        (row("helpers", tier="moon"), ("name", "helpers[2].tier")),
        (plain(prices=5), ("prices", "prices")),
        (plain(prices={"way": 5}), ("name", "prices")),
        (plain(prices={"late": -5}), ("number", "prices")),
        (plain(hours={"later": 5}), ("name", "hours")),
        (plain(hours={"urgent": 0.5}), ("number", "hours")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(data: object, wanted: tuple[str, str]) -> None:
    assert wanted in faults_of(data)


def test_all_places_are_said_in_one_way() -> None:
    data = plain()
    data["wishes"][0] = {"id": "a", "longitude": 112.5, "latitude": 37.8}
    assert ("position", "wishes[2]") in faults_of(data)
    assert ("position", "helpers[1]") in faults_of(data)


def test_all_faults_are_named_at_once() -> None:
    data = plain(prices={"late": -1})
    data["wishes"][0]["size"] = 0
    data["helpers"][1]["x"] = None
    assert [where for _, where in faults_of(data)] == ["wishes[1]", "helpers[2]", "prices"]


def test_what_is_left_out_has_its_usual_value() -> None:
    instance = read_instance(plain())
    wish, helper = instance.wishes[0], instance.helpers[0]
    assert (wish.size, wish.minutes, wish.urgency, wish.waited, wish.windows) == (
        1,
        60,
        Urgency.NORMAL,
        0,
        None,
    )
    assert wish.tiers == set(Tier)
    assert (helper.capacity, helper.load, helper.reach, helper.tier) == (2, 0, 1_500, Tier.POINT)
    assert instance.prices == Prices()
    assert instance.hours == {Urgency.NORMAL: 168, Urgency.SOON: 72, Urgency.URGENT: 24}


def test_moments_are_minutes_from_now() -> None:
    data = row("wishes", since="2026-11-29T07:30", windows=[["2026-11-30T18:00", "2026-11-30T20:00"]])
    wish = read_instance(data).wishes[1]
    assert (wish.waited, wish.windows) == (1_470, ((600, 720),))
    zoned = plain(now="2026-11-30T08:00+08:00")
    zoned["wishes"][1]["since"] = "2026-11-29T23:00+00:00"
    assert read_instance(zoned).wishes[1].waited == 60


def test_drawn_instances_are_read() -> None:
    assert {read_instance(drawn(seed)).is_geographic for seed in range(8)} == {True, False}
