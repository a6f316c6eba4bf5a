"""One line on a terminal, a line every tenth in a log."""

import io

from hypothesis import given
from hypothesis import strategies as st

from jiayuan.doors.cli.telling import Telling


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(out: io.StringIO, lines: list[str]) -> str:
    telling = Telling(out)
    for line in lines:
        telling(line)
    telling.done()
    return out.getvalue()


def test_a_terminal_has_one_line_that_changes() -> None:
    said = told(Terminal(), ["Places", " 11 %  2021-03", "100 %"])
    assert "\n" not in said
    assert said.split("\r\x1b[2K") == ["", "  Places", "   11 %  2021-03", "  100 %", ""]


def test_nothing_told_leaves_nothing_behind() -> None:
    assert told(Terminal(), []) == told(io.StringIO(), []) == ""


def test_a_log_has_every_step_and_every_tenth() -> None:
    lines = ["Places", *(f"{number:3d} %" for number in range(1, 101)), "People", "  5 %", " 12 %"]
    assert told(io.StringIO(), lines).splitlines() == [
        "  Places",
        *(f"  {number:3d} %" for number in range(10, 101, 10)),
        "  People",
        "   12 %",
    ]


@given(st.lists(st.integers(0, 100), max_size=400))
def test_a_rising_count_never_fills_a_log(numbers: list[int]) -> None:
    said = told(io.StringIO(), [f"{number} %" for number in sorted(numbers)])
    assert len(said.splitlines()) <= 10
