"""A position as somebody sent it."""

from typing import Any

import pytest
from django.utils import translation

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.places.domain.position import parse_position
from jiayuan.foundation.places.models import Place


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("37.861", "112.571"), (37.861, 112.571), (" 37.861° ", "＋112.571"), ("３７.861", 112.571)],
)
def test_good_positions(district: Place, latitude: Any, longitude: Any) -> None:
    assert parse_position(latitude, longitude) == (37.861, 112.571)


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (None, None, "position-missing"),
        ("", " ", "position-missing"),
        ("37.861", "", "position-half"),
        (None, 112.571, "position-half"),
        ("nan", "112.571", "position-not-finite"),
        ("37.861", "-Infinity", "position-not-finite"),
        (float("nan"), 112.571, "position-not-finite"),
        (37.861, float("inf"), "position-not-finite"),
        (10**400, 112.571, "position-not-finite"),
        ("abc", "112.571", "position-not-a-number"),
        ("37,861", "112.571", "position-not-a-number"),
        ("3_7.861", "112.571", "position-not-a-number"),
        (True, "112.571", "position-not-a-number"),
        ("3" * 1000, "112.571", "position-not-a-number"),
        ("112.571", "37.861", "position-swapped"),
        (112.571, 37.861, "position-swapped"),
        ("39.9", "116.4", "position-outside"),
        ("999", "999", "position-outside"),
        ("-37.861", "112.571", "position-outside"),
        (0, 0, "position-outside"),
    ],
)
def test_bad_positions_each_in_their_own_words(
    district: Place, latitude: Any, longitude: Any, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        parse_position(latitude, longitude)
    assert caught.value.code == code
    assert caught.value.field == "position"
    assert str(caught.value.remedy)


def test_swapped_in_chinese(district: Place) -> None:
    with translation.override("zh-hans"), pytest.raises(Invalid, match="纬度和经度好像写反了"):
        parse_position("112.571", "37.861")
