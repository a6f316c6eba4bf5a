"""Bad files: every row that is wrong is named, all at once."""

from typing import Any

import pytest

from jiayuan.engines.pairing import Faults, read_instance, solve

from .instances import drawn


def faults_of(data: object) -> list[tuple[str, str]]:
    with pytest.raises(Faults) as caught:
        solve(read_instance(data))
    return [(each.code, each.where) for each in caught.value.faults]


def changed(**other: Any) -> dict[str, Any]:
    data = drawn(5, 4, 4) | {"fixed": [], "forbidden": [], "is_fair": True}
    for each in data["organisations"]:
        each["capacity"], each["least"] = 3, 1
    return data | other


def row(name: str, **other: Any) -> dict[str, Any]:
    data = changed()
    data[name][1] |= other
    return data


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ([], ("object", "file")),
        ({"organisations": []}, ("empty", "organisations")),
        (changed(communities="none"), ("empty", "communities")),
        (changed(communities=["c"]), ("id", "communities[1]")),
        (row("communities", id="c0"), ("twice", "communities[2]")),
        (row("communities", wanted=0), ("number", "communities[2]")),
        (row("communities", work=-1), ("number", "communities[2]")),
        (row("communities", work=True), ("number", "communities[2]")),
        (row("communities", needs=["law"]), ("needs", "communities[2]")),
        (row("communities", needs={"law": 0.5}), ("number", "communities[2].needs")),
        (row("organisations", capacity=10**9), ("number", "organisations[2]")),
        (row("organisations", latitude=float("nan")), ("position", "organisations[2]")),
        (row("organisations", latitude=112.5), ("position", "organisations[2]")),
        (row("organisations", longitude="112"), ("position", "organisations[2]")),
        (row("organisations", skills="law"), ("list", "organisations[2]")),
        (changed(fixed={"o1": "c1"}), ("list", "fixed")),
        (changed(fixed=[["o1"]]), ("pair", "fixed[1]")),
        (changed(fixed=[["o9", "c1"]]), ("unknown", "fixed[1]")),
        (changed(forbidden=[["o1", "c9"]]), ("unknown", "forbidden[1]")),
        (changed(prices=5), ("prices", "prices")),
        (changed(prices={"way": 5}), ("price", "prices")),
        (changed(prices={"new": -5}), ("number", "prices")),
        (changed(is_fair="yes"), ("is_fair", "is_fair")),
        (changed(fixed=[["o1", "c1"]], forbidden=[["o1", "c1"]]), ("both", "o1 + c1")),
        (changed(forbidden=[[f"o{each}", "c2"] for each in range(4)]), ("forbidden", "c2")),
        (changed(forbidden=[["o1", f"c{each}"] for each in range(4)]), ("least", "o1")),
        (changed(fixed=[["o1", f"c{each}"] for each in range(4)]), ("fixed", "o1")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(data: object, wanted: tuple[str, str]) -> None:
    assert wanted in faults_of(data)


def test_all_faults_are_named_at_once() -> None:
    data = changed(prices={"new": -1})
    data["communities"][0]["work"] = 0
    data["organisations"][3]["latitude"] = None
    assert [where for _, where in faults_of(data)] == ["organisations[4]", "communities[1]", "prices"]


def test_too_few_hands_are_said() -> None:
    data = changed()
    for each in data["organisations"]:
        each["capacity"] = 0
        each["least"] = 0
    assert ("capacity", "organisations") in faults_of(data)


def test_limits_that_contradict_one_another_are_said() -> None:
    """Two communities are left with the same organisation, which can serve one."""
    data = changed(forbidden=[[f"o{row}", f"c{column}"] for row in range(1, 4) for column in (0, 1)])
    data["organisations"][0]["capacity"] = 1
    for each in data["communities"]:
        each["wanted"] = 1
    assert faults_of(data) == [("together", "file")]


def test_a_partner_who_left_is_no_fault() -> None:
    plan = solve(read_instance(changed(continued=[["gone", "c1"], ["o1", "gone"]])))
    assert not any(each.continued for each in plan.pairs)
