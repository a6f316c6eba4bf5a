"""The card game: every step is a page."""

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.modules.sorting.domain.game import BINS, LEVELS, after, cards


def page(**asked: object) -> str:
    shown = Client().get(reverse("sorting-game"), asked)
    assert shown.status_code == 200
    return shown.content.decode()


@pytest.mark.parametrize("level", LEVELS)
def test_every_card_comes_and_goes_into_one_of_the_bins(level: int) -> None:
    found = cards(level)
    assert {card.item.category for card in found} == set(BINS)
    number, seen = 0, set()
    for _each in found:
        seen.add(number)
        number = after(level, number)
    assert len(seen) == len(found) >= 20


@pytest.mark.django_db
def test_every_card_of_the_youngest_has_its_picture() -> None:
    drawn = page(level=1)
    for card in cards(1):
        assert f'id="pic-{card.picture}"' in drawn, card.name


@pytest.mark.django_db
class TestPlaying:
    def test_first_one_chooses_a_level(self) -> None:
        assert "?level=3" in page()

    def test_the_right_bin(self) -> None:
        card = cards(1)[0]
        text = page(level=1, card=0, bin=card.item.category)
        assert 'data-right="yes"' in text
        assert "答对了" in text

    def test_a_wrong_one_is_told_with_the_reason(self) -> None:
        card = cards(1)[0]
        wrong = next(each for each in BINS if each != card.item.category)
        text = page(level=1, card=0, bin=wrong)
        assert 'data-right="no"' in text
        assert card.item.group.reason.zh in text

    @pytest.mark.parametrize(
        "asked", [{"level": 9}, {"level": "x"}, {"level": 1, "card": 9999}, {"level": 1, "bin": "sky"}]
    )
    def test_what_makes_no_sense_still_plays(self, asked: dict[str, object]) -> None:
        assert "level=1" in page(**asked)
