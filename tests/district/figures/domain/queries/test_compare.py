"""Holding figures against a list, by the command line and as functions."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jiayuan.district.figures.interfaces.expected import day_of
from jiayuan.doors.cli.main import jiayuan as command
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.services.cases.enums import State
from tests.factories import CaseFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(settings: Any) -> None:
    PlaceFactory(path="140106", name="迎泽区", kind=PlaceKind.DISTRICT)
    PlaceFactory(path="140106004", name="文庙街道", kind=PlaceKind.STREET)
    for number in range(3):
        here = PlaceFactory(path=f"14010600401{number}", name=f"第{number}社区", kind=PlaceKind.COMMUNITY)
        CaseFactory(place=here, state=State.FILED)


def run(*arguments: object) -> Any:
    return CliRunner().invoke(command, ["figures", *[str(each) for each in arguments]])


def listed(tmp_path: Path, *lines: str, head: str = "id,value,bound,unit,as_of,scope") -> Path:
    path = tmp_path / "list.csv"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return path


def test_a_json_list_of_values_with_the_records_behind(district: None) -> None:
    done = run("--json", "--place", "140106004")
    said = {each["id"]: each for each in json.loads(done.output)}
    assert done.exit_code == 0
    assert said["cases.open"]["value"] == 3
    assert len(said["cases.open"]["records"]) == 3
    assert said["places.communities"]["records"] == [f"place/14010600401{number}" for number in range(3)]
    for each in said.values():
        assert {"id", "value", "unit", "definition", "records"} <= each.keys()
    assert said["cases.satisfaction"]["value"] is None


def test_names_follow_the_language_and_ids_do_not(district: None) -> None:
    chinese, english = (json.loads(run("--json", "--language", each).output) for each in ("zh", "en"))
    assert [each["id"] for each in chinese] == [each["id"] for each in english]
    names = {each["id"]: each["name"] for each in english}
    assert names["cases.open"] == "Open"
    assert {each["id"]: each["name"] for each in chinese}["cases.open"] != "Open"


def test_without_json_a_line_each(district: None) -> None:
    lines = run("--only", "cases.open", "--place", "第1社区").output.splitlines()
    assert len(lines) == 1
    assert lines[0].split()[:2] == ["cases.open", "1"]


def test_the_list_agrees(district: None, tmp_path: Path) -> None:
    path = listed(
        tmp_path, "cases.open,3,exact,case,,140106", "places.communities,2,at_least,community,,文庙街道",
        "cases.open,1,at_most,,,140106004011", "cases.closed,0,,,2026-03,",
    )  # fmt: skip
    done = run("--json", "--check", path)
    assert done.exit_code == 0, done.output
    assert "4 of 4 agree." in done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cases.open,4,exact,case,,140106", "3"),
        ("cases.open,4,at_least,case,,140106", "4"),
        ("cases.open,2,at_most,case,,140106", "2"),
        ("cases.open,3,exact,house,,140106", "house"),
        ("cases.unheard,3,exact,case,,140106", "cases.unheard"),
        ("cases.open,3,exact,case,,999999", "999999"),
        ("cases.satisfaction,5,exact,score,,140106", "cases.satisfaction"),
    ],
)
def test_where_one_differs_the_status_is_1_and_the_line_is_named(
    district: None, tmp_path: Path, line: str, said: str
) -> None:
    done = run("--json", "--check", listed(tmp_path, "places.streets,1,exact,street,,", line))
    assert done.exit_code == 1
    assert f"list.csv:3: {line.partition(',')[0]}" in done.stderr
    assert said in done.stderr
    assert "1 of 2 agree." in done.stderr


@pytest.mark.parametrize(
    ("lines", "head", "said"),
    [
        (["cases.open,many"], "id,value", "2"),
        (["cases.open,NaN"], "id,value", "NaN"),
        (["cases.open,3,roughly"], "id,value,bound", "roughly"),
        (["cases.open,3,1899-13"], "id,value,as_of", "1899-13"),
        (["3"], "value", "id"),
    ],
)
def test_a_list_that_cannot_be_read_is_a_mistake_of_the_command(
    district: None, tmp_path: Path, lines: list[str], head: str, said: str
) -> None:
    done = run("--check", listed(tmp_path, *lines, head=head))
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_list_saved_by_a_chinese_spreadsheet(district: None, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("id,value,scope\r\ncases.open,3,文庙街道\r\n".encode("gb18030"))
    assert run("--check", path).exit_code == 0
    path.write_bytes(b"\xff\xfe\x00\x81")
    assert run("--check", path).exit_code == 2


@pytest.mark.parametrize("asked", [("--place", "哪里"), ("--as-of", "2999-01-01"), ("--as-of", "soon")])
def test_what_is_asked_and_not_there(district: None, asked: tuple[str, str]) -> None:
    done = run(*asked)
    assert done.exit_code == 2
    assert asked[0] in done.stderr


@pytest.mark.parametrize("day", ["2026-13-01", "2019-02-30", "01.02.2026"])
def test_a_day_that_is_none_is_said_with_the_way_to_write_one(day: str) -> None:
    """Before anything is asked of the database, and as a mistake of the command line."""
    done = run("--as-of", day)
    assert done.exit_code == 2
    assert day in done.stderr
    assert "2026-03-02" in done.stderr
    assert "Traceback" not in done.output + done.stderr


def test_days_months_and_years_mean_their_last_day() -> None:
    assert day_of("2020-07-31") == date(2020, 7, 31)
    assert day_of("2020-02") == date(2020, 2, 29)
    assert day_of("2019") == date(2019, 12, 31)
    with pytest.raises(Invalid):
        day_of("2019-02-30")
