"""Whether a proposal was followed: counted, without the case and without the person."""

from django.core import signing

from jiayuan.foundation.clock.now import today

from ...enums import SuggestedAt
from ...models import CategoryModel, SuggestionUse
from .suggest import SALT

A_DAY = 86400


def count_choice(signed: str, chosen: str, at: SuggestedAt) -> None:
    """Note what was chosen after ``signed`` was shown; a form without it, or with one of ours no longer, counts for
    nothing and fails for nothing."""
    if not signed:
        return
    try:
        model, shown, confidence = signing.loads(signed, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return
    if not CategoryModel.objects.filter(pk=model).exists():
        return
    SuggestionUse.objects.create(
        model_id=model,
        at=at,
        day=today(),
        suggested=shown[0],
        chosen=chosen,
        rank=shown.index(chosen) + 1 if chosen in shown else 0,
        confidence=confidence,
    )
