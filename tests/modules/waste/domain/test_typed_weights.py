"""Kilograms as somebody types them on a phone."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.modules.waste.domain.weights import ask_if_far, is_far, read_kg


@pytest.mark.parametrize(
    ("typed", "kg"),
    [
        ("320", "320"),
        (" 320.5 ", "320.5"),
        ("320,5", "320.5"),
        ("320，5", "320.5"),
        ("３２０", "320"),
        ("7.", "7"),
    ],
)
def test_a_number_with_or_without_tenths(typed: str, kg: str) -> None:
    assert read_kg(typed, 3_000) == Decimal(kg)


@pytest.mark.parametrize(
    "typed", ["1e3", "1E2", "1,200", "1，200", "", ".", "nan", "inf", "1_000", "12kg", "1 200"]
)
def test_what_could_mean_two_things_or_none_is_not_guessed(typed: str) -> None:
    with pytest.raises(Invalid) as raised:
        read_kg(typed, 3_000)
    assert raised.value.field == "kg"


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_weight_or_a_fault(typed: str) -> None:
    try:
        found = read_kg(typed, 3_000)
    except Invalid:
        return
    assert 0 < found <= 3_000


@pytest.mark.parametrize(
    ("kg", "expected", "far"),
    [
        ("320", "320", False), ("1279", "320", False), ("1280", "320", True), ("81", "320", False),
        ("80", "320", True), ("3", "80", False), ("120", "30", False), ("131", "30", True), ("50", "0", False),
    ],
)  # fmt: skip
def test_what_is_far_from_what_was_expected(kg: str, expected: str, far: bool) -> None:
    assert is_far(Decimal(kg), Decimal(expected)) is is_far(Decimal(expected), Decimal(kg)) is far


def test_far_is_asked_once_and_of_what_a_phone_kept_not_again() -> None:
    kg, expected = Decimal(3_200), Decimal(320)
    for sure in ("", "320"):
        with pytest.raises(Invalid) as raised:
            ask_if_far(kg, expected, "3200", sure)
        assert (raised.value.field, raised.value.code) == ("kg", "far")
    ask_if_far(kg, expected, "3200", " 3200")
    with coming_from(Source.OFFLINE, entered=datetime(2026, 11, 4, tzinfo=UTC)):
        ask_if_far(kg, expected, "3200", "")
