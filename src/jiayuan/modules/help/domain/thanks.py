"""Thanks with the yes of who wished: stars and a word for this one wish. Nobody is counted or compared by them."""

from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.masks import NOTHING_LEFT, blank_words
from jiayuan.foundation.common.text import clean_words
from jiayuan.services.voice.domain.rate import rate_service

from ..limits import REASON
from ..models import Wish


def thank(wish: Wish, score: int | None, words: str) -> dict[str, Any]:
    """Keep what was said, also where a worker asked by telephone: it is the wisher's either way. Nothing said is fine.

    :returns: what the ledger says of it; the words stay out of it and off the card.
    :raises Invalid: (field ``score``) a word without stars, or none from one to five.
    """
    said = blank_words(clean_words(words, field="thanks", limit=REASON, required=False), NOTHING_LEFT)[
        :REASON
    ]
    if score is None and not said:
        return {}
    if score is None or not 1 <= score <= 5:
        raise Invalid(_("How many stars?"), _("Choose from one to five."), field="score")
    rate_service(
        wish.stream,
        service="help",
        round_number=1,
        place=wish.place,
        score=score,
        words=said,
        by=Actor(person=wish.wisher),
    )
    return {"score": score}
