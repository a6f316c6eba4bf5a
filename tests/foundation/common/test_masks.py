"""Somebody's own words: what points to a person is masked however it is written; what only looks like it stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.common.masks import blank_words, drop_identity, hides, mask_words
from jiayuan.foundation.common.text import clean_words
from jiayuan.services.cases.domain.redact import redact
from jiayuan.services.cases.numbers import number_of

FULL_WIDTH = str.maketrans("0123456789+-.", "０１２３４５６７８９＋－．")
CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
GAPS = st.sampled_from(["", " ", "-", ".", "·", "　", "－", " - ", "\u200d", "—"])
BEFORE = st.sampled_from(["", "请打", "3号楼2单元，电话：", "call ", "微信同号 ", "2026年11月24日，"])
AFTER = st.sampled_from(["", "，谢谢", " 3单元", "（王阿姨）", " in 2026", "。共1380元"])
DIGITS = "0123456789"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def digits(count: int, alphabet: str = DIGITS) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=count, max_size=count)


def shown(text: str) -> str:
    """The digits that are left to be read."""
    half = text.translate(
        {ord(wide): plain for wide, plain in zip("０１２３４５６７８９", DIGITS, strict=True)}
    )
    return "".join(re.findall(r"\d", half))


@st.composite
def mobiles(draw: st.DrawFn) -> tuple[str, str, str]:
    """(as written, its first three digits, its last four)"""
    first = f"1{draw(digits(1, '3456789'))}{draw(digits(1))}"
    last = draw(digits(4))
    country = draw(st.sampled_from(["", "+86", "86", "0086", "+86-"]))
    written = f"{country}{first}{draw(GAPS)}{draw(digits(4))}{draw(GAPS)}{last}"
    return draw(st.sampled_from([written, written.translate(FULL_WIDTH)])), first, last


@given(BEFORE, mobiles(), AFTER)
def test_a_mobile_number_is_masked_however_it_is_written(
    before: str, mobile: tuple[str, str, str], after: str
) -> None:
    written, first, last = mobile
    hidden = {f"{before}{first}****{last}{after}", f"{before}******{after}"}
    assert mask_words(before + written + after) in hidden
    assert hides(before + written)


@given(st.integers(13_000_000_000, 19_999_999_999), GAPS)
def test_spoken_digits_are_digits(number: int, gap: str) -> None:
    spoken = str(number).translate(CHINESE)
    assert mask_words(f"打{spoken[:3]}{gap}{spoken[3:]}吧") == "打******吧"


@st.composite
def landlines(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(["0351", "(0351)", "010", "021", "（0351）", "+86 351", "+86 0351"]))
    written = f"{area}{draw(GAPS)}{draw(digits(1, '2345678'))}{draw(digits(6))}"
    return draw(st.sampled_from([written, written.translate(FULL_WIDTH)]))


@given(BEFORE, landlines(), AFTER)
def test_a_landline_is_masked(before: str, landline: str, after: str) -> None:
    assert mask_words(before + landline + after) == f"{before}****{shown(landline)[-2:]}{after}"


@given(digits(1, "2345678"), digits(6), st.sampled_from(["电话", "座机：", "请拨打 ", "tel ", "Phone: "]))
def test_a_local_number_is_masked_where_it_is_called_one(first: str, rest: str, before: str) -> None:
    assert first + rest not in mask_words(f"{before}{first}{rest}")


@st.composite
def plates(draw: st.DrawFn) -> tuple[str, str]:
    """(as written, the digits in it)"""
    number = draw(digits(4))
    form = draw(st.sampled_from(["{}5", "D{}8", "{}8F", "{}学", "{}警"]))
    city = draw(st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ")) + draw(st.sampled_from(["", "·", " ", "-", "."]))
    written = draw(st.sampled_from(PROVINCES)) + city + form.format(number)
    return draw(st.sampled_from([written, written.lower()])), number


@given(plates(), AFTER)
def test_a_plate_is_masked(plate: tuple[str, str], after: str) -> None:
    written, number = plate
    said = mask_words(f"车牌{written}{after}")
    assert number not in said.removesuffix(after)
    assert said.startswith(f"车牌{written[0]}")
    assert said.endswith(after)


@st.composite
def identities(draw: st.DrawFn) -> str:
    day, gap = draw(st.dates()), draw(GAPS)
    region, order = draw(digits(6, "123456789")), draw(digits(3))
    long = f"{region}{gap}19{day:%y%m%d}{gap}{order}{draw(st.sampled_from('0123456789Xx'))}"
    return draw(st.sampled_from([long, f"{region}{gap}{day:%y%m%d}{gap}{order}"]))


@given(BEFORE, identities())
def test_an_identity_number_is_never_shown_nor_kept(before: str, number: str) -> None:
    written = f"{before}身份证{number}。"
    assert mask_words(written) == f"{before}身份证******。"
    assert clean_words(written, field="words", limit=200) == f"{before}身份证******。".strip()


@pytest.mark.parametrize(
    "words",
    [
        "2026年11月24日下午3点30分",
        "2026-11-24 13:45 到 2027-01-05",
        "20261124",
        "15.3.2026",
        "花了1380000元，还差15600000.00元",
        "3号楼2单元1301室",
        "青年路138号院，13 15 17 19 21 23号楼都停水",
        "楼号 15 17 19 21 23 1单元",
        "112.562138,37.870145",
        "新Windows 10，川B座，京A",
        "户号1234567890",
        "拨打12345或110，400-123-4567",
        "井盖0000042-2，编号2345678-9",
        "二〇二六年一月十三日",
        "100/60/30 厘米",
        "138****5678",
    ],
)
def test_what_only_looks_like_it_stays(words: str) -> None:
    assert mask_words(words) == words
    assert drop_identity(words) == words


@given(st.integers(1, 10**7), st.integers(1949, 2100), st.integers(1, 9_999_999), st.integers(1, 3000))
def test_case_numbers_years_amounts_and_houses_stay(key: int, year: int, amount: int, house: int) -> None:
    words = f"{number_of(key)} 这件事 {year} 年花了 {amount} 元，在 {house} 号楼"
    assert mask_words(words) == words


@given(st.text(st.characters() | st.sampled_from("0123456789- .+晋A@"), max_size=120))
def test_masking_twice_is_masking_once_and_never_fails(words: str) -> None:
    once = mask_words(words)
    assert mask_words(once) == once
    assert hides(words) or once == words
    assert not re.search(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", once)


def test_an_address_of_mail_and_a_bank_card() -> None:
    assert mask_words("邮箱zhang.san@example.org，谢谢") == "邮箱z***@***，谢谢"
    assert mask_words("ａ１＠ｅｘａｍｐｌｅ．ｃｎ") == "a***@***"
    assert mask_words("卡号6222 0000 0000 0000 123") == "卡号******"
    assert drop_identity("卡号6222000000000000123") == "卡号6222000000000000123"
    assert mask_words("+852 5123 4567 找我") == "****67 找我"
    assert mask_words(None) == mask_words("") == ""
    assert blank_words("打13812345678", "＊") == "打＊"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("138.1234.5678 漏水", "＊＊＊ 漏水"),
        ("2026年20261124花了15600000元，见0000042-2", "2026年20261124花了15600000元，见0000042-2"),
        ("QQ 123456789", "QQ ＊＊＊"),
    ],
)
def test_the_public_wording_goes_by_the_same(words: str, said: str) -> None:
    assert redact(words) == said
