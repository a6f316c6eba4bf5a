"""The forms of the desk: from what was sent to what the domain takes."""

from django.http import QueryDict

from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.acts import Given
from ..domain.checking import Warned, look_over, mark_of, name_in
from ..enums import WishAction
from ..limits import MOST_SEATS
from ..models import Wish

CARD = (WishAction.OPEN, WishAction.AMEND)
"""What words the card that everybody reads."""


def sent_in(post: QueryDict) -> Sheet:
    """As typed; of the skills all that were ticked."""
    sheet = filled_in(post)
    if "title" in post:
        sheet.values["skills"] = ",".join(post.getlist("skills"))
    return sheet


def given_of(sheet: Sheet, action: WishAction) -> Given:
    """Only a form of the card says anything of the card."""
    words = sheet.get("words")
    if action not in CARD:
        return Given(
            words=words,
            category_code=sheet.get("category_code"),
            score=whole_number(sheet.get("score")),
            thanks=sheet.get("thanks"),
            wall=bool(sheet.get("wall")),
        )
    seats = whole_number(sheet.get("seats"))
    return Given(
        words=words,
        title=sheet.get("title"),
        public_words=sheet.get("public_words"),
        skills=tuple(filter(None, sheet.get("skills").split(","))),
        seats=MOST_SEATS + 1 if seats is None else seats,
        concern=sheet.get("concern"),
        urgency=sheet.get("urgency"),
    )


def card_values(wish: Wish) -> dict[str, str]:
    """The card as it stands, for a form that nobody filled in yet."""
    return {
        "title": wish.title,
        "public_words": wish.public_words,
        "skills": ",".join(wish.skills),
        "seats": str(wish.seats),
        "concern": wish.concern,
        "urgency": wish.urgency,
    }


def card_text(sheet: Sheet) -> str:
    return "\n".join((sheet.get("title"), sheet.get("public_words")))


def name_of_wisher(wish: Wish) -> str:
    """As it was left with the wish, or with the whole of which it is a part; empty where there is none."""
    contact = getattr(wish.parent or wish, "contact", None)
    return contact.name if contact is not None else ""


def unseen_warnings(sheet: Sheet, name: str = "") -> list[Warned]:
    """What was found in the card and nobody said yes to; ``name``: of who wishes. Said once, it holds for these words
    and no others."""
    text = card_text(sheet)
    return [] if sheet.get("seen") == mark_of(text) else [*look_over(text), *name_in(text, name)]
