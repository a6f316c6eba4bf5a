"""What people type comes to what they mean."""

import pytest

from jiayuan.foundation.common.plainwords import LONGEST, initials, likeness, normalise, sound

DRAIN = ["下水道", "下水道堵了", "管道堵塞", "drain", "blocked sewer"]
COVER = ["井盖", "井盖松动", "manhole cover"]


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("下水道堵了", DRAIN),
        ("我家楼下的下水道，堵了！", DRAIN),
        ("xiashuidao", DRAIN),
        ("XIA SHUI DAO", DRAIN),
        ("xsd", DRAIN),
        ("xiashui", DRAIN),
        ("shuidao", DRAIN),
        ("xiashuiddao", DRAIN),
        ("下水到堵了", DRAIN),
        ("下水道睹了", DRAIN),
        ("the DRAIN is blocked", DRAIN),
        ("blocked sewr", DRAIN),
        ("ｄｒａｉｎ", DRAIN),
        ("jinggai", COVER),
        ("井改松了", COVER),
        ("manhole", COVER),
        ("manhloe cover", COVER),
    ],
)
def test_words_typos_pinyin_and_sound_are_understood(typed: str, means: list[str]) -> None:
    other = COVER if means is DRAIN else DRAIN
    query = normalise(typed)
    assert likeness(query, means) >= 0.4
    assert likeness(query, means) > likeness(query, other)


@pytest.mark.parametrize("typed", ["", "垃", "西安", "a", "x", "zzzzzz", "12", "hidao", "opera tickets"])
def test_what_says_nothing_finds_nothing(typed: str) -> None:
    assert likeness(normalise(typed), [*DRAIN, *COVER]) == 0


def test_the_longer_word_says_more() -> None:
    query = normalise("奶茶杯是什么垃圾")
    assert likeness(query, ["是什么垃圾"]) > likeness(query, ["垃圾"]) > 0
    assert likeness("垃圾", ["垃圾"]) == 1


def test_several_words_say_more_than_one() -> None:
    query = normalise("the drain is blocked")
    assert (
        likeness(query, ["blocked", "drain"])
        > likeness(query, ["blocked", "road"])
        == likeness(query, ["blocked"])
    )
    assert likeness(query, [*["drain"] * 20, "blocked"]) < 1
    assert likeness(query, []) == 0


def test_a_word_inside_latin_letters_is_not_found_in_the_middle() -> None:
    assert likeness("explain", ["lain"]) == 0
    assert likeness("drainage", ["drain"]) > 0


def test_syllables_agree_before_sounds_do() -> None:
    assert likeness("先看看这里", ["西安看"]) < likeness("西按看看", ["西安看"])


def test_words_of_signs_alone_are_no_words() -> None:
    assert likeness("井盖", ["！？", ""]) == 0


def test_normalising_drops_what_cannot_be_compared() -> None:
    assert normalise("  井盖\u202e\u200b松动\x00!!  ") == "井盖松动"
    assert normalise("<script>alert(1)</script>") == "script alert 1 script"
    assert normalise("Ａ１，ｂ") == "a1 b"
    assert normalise("é") == normalise("e\u0301")
    assert normalise("😀👍🏽") == ""
    assert len(normalise("堵" * 100_000)) == LONGEST


def test_sounds() -> None:
    assert sound("下水道 ab") == "xiashuidaoab"
    assert initials("下水道") == "xsd"
