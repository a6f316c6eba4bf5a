"""The card game: a level, a card, four bins. Every step is a page; scripts let cards be dragged and add sound."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_safe

from ..domain.game import BINS, LEVELS, Card, after, card_of, cards
from ..enums import COLOURS, ICONS, Category
from ..interfaces.shown import spoken


@require_safe
def game(request: HttpRequest) -> HttpResponse:
    level = _number(request, "level")
    if level not in LEVELS:
        return render(request, "sorting/phone/levels.html", {"levels": levels()})
    card = card_of(level, _number(request, "card"))
    chosen = request.GET.get("bin", "")
    context = {
        "level": level,
        "card": card,
        "name": card.item.english if get_language() == "en" else card.name,
        "bins": [
            (code, Category(code).label, COLOURS[Category(code)], ICONS[Category(code)]) for code in BINS
        ],
        "next": after(level, card.number),
        "count": len(cards(level)),
        **(_result(card, chosen) if chosen in BINS else {}),
    }
    return render(request, "sorting/phone/game.html", context)


def _result(card: Card, chosen: str) -> dict[str, object]:
    right = Category(card.item.category or "")
    return {
        "chosen": chosen,
        "is_right": chosen == right,
        "right": right,
        "right_icon": ICONS[right],
        "reason": spoken(card.item.group.reason),
    }


def levels() -> list[tuple[int, str, str]]:
    return [
        (1, pgettext("level of the game", "Kindergarten"), pgettext("level of the game", "Pictures to drag")),
        (2, pgettext("level of the game", "School"), pgettext("level of the game", "Things of every day")),
        (3, pgettext("level of the game", "Grown-ups"), pgettext("level of the game", "What most get wrong")),
    ]


def _number(request: HttpRequest, name: str) -> int:
    written = request.GET.get(name, "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 5 else 0
