"""What people write into cells, and what it was meant to be."""
# ruff: noqa: DTZ001 (a spreadsheet knows no time zone)

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common import cells
from jiayuan.foundation.common.errors import Invalid


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (True, "1"), (False, "0"), (3.0, "3"), (3.5, "3.5"), (" a\u00a0 b\n", "a b"),
        (date(2026, 3, 1), "2026-03-01"), (datetime(2026, 3, 1, 8, 30), "2026-03-01 08:30"),
        (datetime(2026, 3, 1), "2026-03-01"), (13800000001.0, "13800000001"),
    ],
)  # fmt: skip
def test_a_cell_as_text(value, text):
    assert cells.text_of(value) == text


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (13800000001.0, "13800000001"),
        ("１３８", "138"),
        ("138.0", "138"),
        ("'0101", "0101"),
        (" 0101 ", "0101"),
    ],
)
def test_numbers_that_are_names(value, digits):
    assert cells.digits(value) == digits


@pytest.mark.parametrize("value", ["1.38E+10", "1.4e17", "1E5"])
def test_rounded_numbers_are_refused(value):
    with pytest.raises(Invalid) as error:
        cells.digits(value)
    assert error.value.code == "scientific"


@pytest.mark.parametrize(
    "value",
    [date(2026, 3, 1), datetime(2026, 3, 1, 9), "2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "20260301",
     46082, 46082.0, "２０２６-３-１", "2026-03-01 00:00:00"],
)  # fmt: skip
def test_a_day_in_every_spelling(value):
    assert cells.day(value) == date(2026, 3, 1)


@given(st.dates(date(1955, 1, 1), date(2118, 1, 1)))
def test_serial_numbers_are_days(day):
    assert cells.day((day - date(1899, 12, 30)) // timedelta(days=1)) == day


@pytest.mark.parametrize("value", ["2026-02-30", "soon", "3/1", "1", "999999", 12.5])
def test_what_is_no_day(value):
    with pytest.raises(Invalid):
        cells.day(value)


def test_whole_numbers_and_degrees():
    assert cells.whole(0, 5000)("1,234") == 1234
    assert cells.degrees("112.5") == 112.5
    for parse, value in [
        (cells.whole(1, 5), "6"),
        (cells.whole(1, 5), "二"),
        (cells.degrees, "x"),
        (cells.degrees, "181"),
    ]:
        with pytest.raises(Invalid):
            parse(value)


def test_yes_and_no():
    assert cells.yes_no("是")
    assert cells.yes_no(True)
    assert not cells.yes_no("No")
    with pytest.raises(Invalid):
        cells.yes_no("maybe")


def test_too_long_says_both_lengths():
    with pytest.raises(Invalid, match="5 characters; at most 4"), translation.override("en"):
        cells.words(4)("abcde")


def test_a_choice_in_either_language_or_its_own_word():
    parse = cells.one_of(Role.choices, also={"义工": Role.VOLUNTEER.value})
    for said in ("volunteer", "Volunteer", "志愿者", "义工", "ＶＯＬＵＮＴＥＥＲ"):
        assert parse(said) == Role.VOLUNTEER
    with pytest.raises(Invalid) as error, translation.override("en"):
        parse("Volunter")
    assert error.value.remedy == "Did you mean “Volunteer”?"
    with pytest.raises(Invalid) as error, translation.override("en"):
        parse("§§§")
    assert str(error.value.remedy).startswith("Choose one of these: ")


def test_who_asks_while_another_asks_for_the_first_time_knows_all_choices(monkeypatch):
    parse, real, found = cells.one_of(Role.choices), cells.both_labels, []

    def and_meanwhile_another(label):
        if len(calls) == 1:
            calls.append(label)
            found.append(parse("志愿者"))
        calls.append(label)
        return real(label)

    calls: list[object] = []
    monkeypatch.setattr(cells, "both_labels", and_meanwhile_another)
    parse("volunteer")
    assert found == [Role.VOLUNTEER]


@given(st.text(max_size=30))
def test_no_text_brings_a_parser_down(text):
    for parse in (cells.digits, cells.day, cells.yes_no, cells.degrees, cells.whole(0, 9), cells.words(5)):
        try:
            parse(text)
        except Invalid as error:
            said = error
        else:
            continue
        assert said.message
        assert said.remedy
