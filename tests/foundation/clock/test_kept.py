"""Pieces of pages drawn once: the same values give the same piece, and nothing else does."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from jiayuan.foundation.clock import kept as module
from jiayuan.foundation.clock.kept import kept
from jiayuan.foundation.clock.now import at

ROW: dict[str, Any] = {
    "at_the_desk": False,
    "key": 7,
    "number": "0000007-5",
    "category": "井盖",
    "words": "松动",
    "place": "桃园三社区",
    "address": "",
    "state": "filed",
    "unit": "",
    "reported_at": datetime(2026, 11, 23, 8, tzinfo=UTC),
    "closed_at": None,
    "light": "none",
    "due_at": None,
    "remaining": "",
    "because": "",
    "suspended_until": None,
}


def row(**changes: Any) -> str:
    return kept("cases/console/_case_row.html", **(ROW | changes))


def test_the_same_values_are_drawn_once() -> None:
    first = row(number="0000008-3")
    hits = module._drawn.cache_info().hits
    assert row(number="0000008-3") is first
    assert module._drawn.cache_info().hits == hits + 1


@pytest.mark.parametrize(
    "change", [{"words": "丢了"}, {"state": "closed"}, {"at_the_desk": True}, {"key": 8}]
)
def test_another_value_is_another_piece(change: dict[str, Any]) -> None:
    assert row(**({"at_the_desk": True} | change)) != row(at_the_desk="at_the_desk" not in change)


def test_what_is_written_stays_escaped_beside_what_is_safe() -> None:
    assert "<b>x</b>" in row(words=mark_safe("<b>x</b>"))
    assert "&lt;b&gt;x&lt;/b&gt;" in row(words="<b>x</b>")


def test_each_language_has_its_own() -> None:
    with translation.override("en"):
        english = row()
    assert "Filed" in english
    assert "Filed" not in row()


def test_lazy_words_are_spoken_in_the_readers_language() -> None:
    unit = gettext_lazy("Filed")
    assert "Filed" not in row(unit=unit)
    with translation.override("en"):
        assert row(unit=unit).count("Filed") == 2


def test_today_becomes_yesterday() -> None:
    moment = datetime(2026, 11, 23, 8, tzinfo=UTC)
    with at(moment):
        today = row()
    with at(datetime(2026, 11, 24, 8, tzinfo=UTC)):
        assert row() != today
    assert "今天" in today


def test_what_cannot_be_told_apart_is_refused() -> None:
    with pytest.raises(TypeError):
        row(unit=["a", "list"])
