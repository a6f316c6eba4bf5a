"""The question of a class as its board and its phones show it."""

from typing import Any

from django.utils.translation import get_language

from ..domain.game import BINS, card_of
from ..enums import COLOURS, ICONS, Category
from ..models import ClassRoom
from .shown import spoken


def four_bins() -> list[tuple[str, Any, Any, str]]:
    """Code, name, colour and sign."""
    return [(each, Category(each).label, COLOURS[Category(each)], ICONS[Category(each)]) for each in BINS]


def card_name(level: int, number: int) -> str:
    card = card_of(level, number)
    return card.item.english if get_language() == "en" else card.name


def board_card(room: ClassRoom) -> dict[str, Any]:
    """The card; the bin and the reason only once the answer is shown."""
    if room.card is None:
        return {"card": None}
    card = card_of(room.level, room.card)
    found: dict[str, Any] = {"card": card, "name": card_name(room.level, room.card)}
    if room.is_open:
        return found
    right = Category(card.item.category or "")
    return found | {"right": right, "right_icon": ICONS[right], "reason": spoken(card.item.group.reason)}


def own_answer(said: str, number: int) -> Category | None:
    """What a phone answered to question ``number``, by its own cookie: ``3.kitchen``. None if it did not."""
    of, _dot, code = said.partition(".")
    return Category(code) if of == str(number) and code in BINS else None
