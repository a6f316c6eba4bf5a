"""Phone numbers as people write them."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.people.phones import normalise_phone, written_phone

PLAIN = "+8613812345678"
FULL_WIDTH = str.maketrans("0123456789+- ", "０１２３４５６７８９＋－　")


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "  138\u00a01234\u30005678\n",
        "+86 138 1234 5678",
        "+8613812345678",
        "0086 138-1234-5678",
        "8613812345678",
        "（＋８６）１３８１２３４５６７８",
        "１３８ １２３４ ５６７８",
        "\u202d13812345678\u202c",
    ],
)
def test_one_number_in_all_its_spellings(written: str) -> None:
    assert normalise_phone(written) == PLAIN


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        ("", "empty", "手机号"),
        ("  - ", "empty", "手机号"),
        ("call me", "letters", "数字"),
        ("1381234567a", "letters", "数字"),
        ("138 1234 567", "length", "10"),
        ("138 1234 56789", "length", "12"),
        ("+86 138 1234 567", "length", "10"),
        ("1", "length", "1"),
        ("12812345678", "prefix", "13"),
        ("23812345678", "prefix", "13"),
        ("0351-4081234", "landline", "座机"),
        ("4081234", "landline", "座机"),
        ("400-123-4567", "landline", "座机"),
        ("+852 2123 4567", "landline", "座机"),
        ("+999 123", "foreign", "国家"),
        ("+44 1", "foreign", "国家"),
    ],
)
def test_each_mistake_in_its_own_words(written: str, code: str, says: str) -> None:
    with pytest.raises(Invalid) as refusal:
        normalise_phone(written)
    assert refusal.value.code == code
    assert refusal.value.field == "phone"
    assert says in str(refusal.value.message)
    assert str(refusal.value.remedy)


def test_numbers_of_other_countries() -> None:
    assert normalise_phone("+852 5123 4567") == "+85251234567"
    assert normalise_phone("0044 7400 123456") == "+447400123456"


def test_as_people_write_them() -> None:
    assert written_phone(PLAIN) == "138 1234 5678"
    assert written_phone("+85251234567") == "+852 5123 4567"


MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
BETWEEN = st.sampled_from(["", " ", "-", "  ", "\u3000", "–", "."])


@given(
    MOBILES,
    st.lists(BETWEEN, min_size=11, max_size=11),
    st.sampled_from(["", "+86", "0086", "+86 ", "0086-"]),
    st.booleans(),
)
def test_whatever_stands_between_the_digits(number: str, gaps: list[str], country: str, wide: bool) -> None:
    written = country + "".join(digit + gap for digit, gap in zip(number, gaps, strict=True))
    assert normalise_phone(written.translate(FULL_WIDTH) if wide else written) == f"+86{number}"


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with suppress(Invalid):
        phone = normalise_phone(text)
        assert re.fullmatch(r"\+\d{6,15}", phone)
        assert normalise_phone(phone) == phone
