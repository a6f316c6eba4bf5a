"""Codes of rows: read as they were printed, and never after one slip of the finger."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.services.gatherings.limits import MOST_ROLES
from jiayuan.services.gatherings.row_codes import BLANK, ROLES, RowCode, read_row_code, row_code

calmly = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
rows = st.builds(RowCode, st.sampled_from(ROLES + BLANK), st.integers(1, 9999))
sessions = st.integers(1, 10**7)
KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def test_there_is_a_letter_for_each_role():
    assert len(set(ROLES)) == MOST_ROLES
    assert BLANK not in ROLES


@calmly
@given(sessions, rows)
def test_read_as_printed_in_either_case_with_or_without_the_stroke(session, row):
    printed = row_code(session, row)
    wide = "".join(chr(ord(each) + 0xFEE0) for each in printed)
    for typed in (printed, printed.lower(), printed.replace("-", ""), f" {printed} ", wide):
        assert read_row_code(session, typed) == row


@calmly
@given(sessions, rows, st.data())
def test_one_slip_is_noticed(session, row, data):
    printed = row_code(session, row).replace("-", "")
    place = data.draw(st.integers(0, len(printed) - 1))
    other = data.draw(st.sampled_from(KEYS.replace(printed[place], "")))
    assert read_row_code(session, printed[:place] + other + printed[place + 1 :]) is None
    swapped = list(printed)
    here = data.draw(st.integers(0, len(printed) - 2))
    swapped[here], swapped[here + 1] = swapped[here + 1], swapped[here]
    assert "".join(swapped) == printed or read_row_code(session, "".join(swapped)) is None


@calmly
@given(sessions, rows, st.integers(1, 22))
def test_the_sheet_of_a_neighbouring_gathering_is_noticed(session, row, away):
    assert read_row_code(session + away, row_code(session, row)) is None
