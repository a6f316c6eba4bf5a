"""``jiayuan plan``: files in, plans out."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiayuan.doors.cli.main import jiayuan
from tests.engines.matching.instances import drawn as drawn_wishes
from tests.engines.pairing.instances import drawn


@pytest.fixture
def file(tmp_path: Path) -> Path:
    data = drawn(5, 6, 8) | {"fixed": [], "forbidden": [], "is_fair": True}
    for each in data["organisations"]:
        each["capacity"], each["least"] = 3, 1
    path = tmp_path / "season.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def run(*arguments: object):
    return CliRunner().invoke(jiayuan, ["plan", "pairing", *map(str, arguments)])


def test_a_plan_as_json(file):
    done = run(file, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["status"] == "optimal"
    assert said["cost"] == said["bound"] == sum(said["parts"].values())
    assert {each["community"] for each in said["pairs"]} == {f"c{number}" for number in range(8)}


def test_a_plan_to_read(file):
    lines = run(file).stdout.splitlines()
    assert "proven" in lines[-1]
    assert any("next best" in each for each in lines)


def test_what_if(file):
    first = json.loads(run(file, "--json").stdout)["pairs"][0]
    pair = f"{first['organisation']}={first['community']}"
    said = json.loads(run(file, "--json", "--forbid", pair).stdout)["what_if"]
    assert [first["organisation"], first["community"]] in said["gone"]
    assert said["extra"] >= 0
    assert "What if: +" in run(file, "--forbid", pair).stdout


def test_what_is_wrong_is_said_with_its_row(file):
    data = json.loads(file.read_text())
    data["communities"][2]["work"] = -1
    file.write_text(json.dumps(data), encoding="utf-8")
    done = run(file)
    assert done.exit_code == 2
    assert "season.json: communities[3]: “work” must be a whole number from 1" in done.stderr


def test_what_is_no_json_is_said(file):
    file.write_bytes(b"\xff\xfe{")
    done = run(file)
    assert done.exit_code == 2
    assert "is not JSON" in done.stderr


def test_a_pair_that_is_none_is_said(file):
    assert "is not ORGANISATION=COMMUNITY" in run(file, "--fix", "o1").stderr
    assert "There is no “o99”." in run(file, "--fix", "o99=c1").stderr


@pytest.fixture
def wishes(tmp_path: Path) -> Path:
    path = tmp_path / "wishes.json"
    path.write_text(json.dumps(drawn_wishes(0, 40, 40, grouped=False)), encoding="utf-8")
    return path


def match(*arguments: object):
    return CliRunner().invoke(jiayuan, ["plan", "matching", *map(str, arguments)])


def test_wishes_and_helpers_as_json(wishes):
    done = match(wishes, "--json", "--seconds", 30)
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["status"] == "optimal"
    assert said["cost"] == said["bound"] == sum(said["parts"].values())
    assert said["matches"]
    assert all(sum(each["parts"].values()) == each["cost"] for each in said["matches"])
    assert {each["reason"] for each in said["unserved"]} >= {"taken"}
    assert "shadow" not in done.stdout


def test_wishes_and_helpers_to_read(wishes):
    lines = match(wishes).stdout.splitlines()
    assert "proven" in lines[-1]
    assert "of the wishes served" in lines[-2]
    assert any("next best" in each for each in lines)
    assert any("nobody: taken" in each for each in lines)


def test_a_proposal_for_one_wish(wishes):
    said = json.loads(match(wishes, "--json", "--wish", "w4", "--most", 3).stdout)
    assert said["wish"] == "w4"
    assert 0 < len(said["offers"]) <= 3
    assert all(sum(each["parts"].values()) == each["cost"] for each in said["offers"])
    assert all(each["rules"] for each in said["left_out"])
    lines = match(wishes, "--wish", "w4").stdout.splitlines()
    assert "who can" in lines[-1]
    assert any("left out:" in each for each in lines)
    done = match(wishes, "--wish", "nothing")
    assert done.exit_code == 2
    assert "There is no “nothing”." in done.stderr


def test_what_is_wrong_with_wishes_is_said_with_its_field(wishes):
    data = json.loads(wishes.read_text())
    data["wishes"][2]["windows"] = [["2026-11-30T18:00", "later"]]
    data["helpers"][0]["capacity"] = -1
    wishes.write_text(json.dumps(data), encoding="utf-8")
    done = match(wishes)
    assert done.exit_code == 2
    assert "wishes.json: wishes[3].windows[1]: Must be a moment" in done.stderr
    assert "wishes.json: helpers[1]: “capacity” must be a whole number from 0" in done.stderr
