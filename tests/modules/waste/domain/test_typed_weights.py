"""Kilograms as somebody types them on a phone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.common.errors import Invalid
from jiayuan.modules.waste.domain.weights import read_kg


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
