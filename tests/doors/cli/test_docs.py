"""Documentation drawn from the code, and held to it."""

from pathlib import Path

import pytest

from jiayuan.doors.cli.reference.markdown import table
from jiayuan.doors.cli.reference.settings import ELSEWHERE, GROUPS, names_in_settings
from jiayuan.foundation.access.permissions import permissions
from jiayuan.services.cases.enums import Action, State

ROOT = Path(__file__).resolve().parents[3]


def test_every_variable_is_explained_and_no_other():
    explained = [each.name for group in GROUPS.values() for each in group]
    assert len(explained) == len(set(explained))
    assert set(explained) == set(names_in_settings())


def test_every_variable_has_a_default_and_a_meaning():
    literal = names_in_settings()
    for each in (*ELSEWHERE, *(each for group in GROUPS.values() for each in group)):
        assert each.default or literal[each.name], each.name
        assert each.meaning.endswith((".", "`")), each.name


@pytest.mark.parametrize("page", ["settings", "lifecycle", "access", "figures"])
def test_the_kept_page_is_the_printed_one(call, page):
    printed = call("docs", page)
    assert printed.exit_code == 0
    kept = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    assert printed.output == kept, f"run: make docs ({page})"


def test_lifecycle_names_every_state_and_action(call):
    english, chinese = call("docs", "lifecycle").output, call("docs", "lifecycle", "--language", "zh").output
    for each in (*State, *Action):
        assert f"`{each.value}`" in english
        assert f"`{each.value}`" in chinese
    assert "Waiting for verification" in english
    assert "Waiting for verification" not in chinese


def test_access_names_every_permission(call):
    said = call("docs", "access").output
    assert permissions()
    for name in permissions():
        assert f"`{name}`" in said


def test_cells_break_no_table():
    assert table(["a"], [["x|y\nz"]]) == "| a |\n| --- |\n| x\\|y z |\n"
