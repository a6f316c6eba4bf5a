"""``jiayuan plan rounds``: files in, rounds out."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiayuan.doors.cli.main import jiayuan
from tests.engines.rounds.instances import district, vrplib


def run(path: Path, *arguments: str):
    return CliRunner().invoke(jiayuan, ["plan", "rounds", str(path), "--seconds", "0.5", *arguments])


@pytest.fixture
def day(tmp_path: Path) -> Path:
    stops = [f"e{number}" for number in range(4)]
    data = district(stops=5) | {"today": [{"truck": "other truck", "trips": [{"stops": stops}]}]}
    data["stops"][4]["latitude"] = data["stops"][4]["longitude"] = None
    data["stops"][3]["streams"]["other"]["kg"] = 2_000
    for truck in data["trucks"]:
        truck["grams_km"] = 400
    path = tmp_path / "day.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_a_public_file(tmp_path: Path) -> None:
    path = tmp_path / "small.vrp"
    path.write_text(vrplib(2), encoding="utf-8")
    lines = run(path).stdout.splitlines()
    assert lines[0].startswith("Route #1: ")
    assert lines[-2].startswith("Cost: ")
    assert "no bound" in lines[-1]


def test_a_district_to_read(day: Path) -> None:
    done = run(day)
    assert done.exit_code == 0, done.output
    assert "[plant]" in done.stdout
    assert "Left out: e4/kitchen: It has no position" in done.stdout
    assert "Note: e3/other: No truck can take it at once" in done.stdout
    assert "Today: trucks 1, trips 1" in done.stdout
    assert "kg of CO₂, limits not kept" in done.stdout


def test_a_district_as_json(day: Path) -> None:
    said = json.loads(run(day, "--json").stdout)
    assert {each["code"] for each in said["left"]} == {"position"}
    assert said["today"]["trucks"] == 1
    assert said["plan"]["broken"] == 0
    served = {stop for route in said["routes"] for trip in route["trips"] for stop in trip["stops"]}
    assert len(served) == 9
    assert said["routes"][0]["calls"][-1]["at"] == "plant"


def test_a_road_network(day: Path, tmp_path: Path) -> None:
    roads = tmp_path / "roads.osm"
    roads.write_text("<osm/>", encoding="utf-8")
    done = run(day, "--roads", str(roads))
    assert done.exit_code == 2
    assert "roads.osm: roads: There is no road" in done.stderr


def test_what_is_wrong_is_said_with_its_row(day: Path) -> None:
    day.write_text(day.read_text().replace('"kg"', '"gk"'), encoding="utf-8")
    done = run(day)
    assert done.exit_code == 2
    assert "day.json: trucks[1]: There is no field “gk”." in done.stderr
    day.write_bytes(b"\xff\xfe\x00")
    assert "is not text" in run(day).stderr
