"""The form of joining: from what was sent to a draft the domain takes."""

from django.http import HttpRequest

from jiayuan.foundation.evidence.uploads import upload_token

from ..domain.neighbours.join import WORDS_LIMIT, JoinDraft
from .sheet import Sheet


def join_draft_of(sheet: Sheet, request: HttpRequest) -> JoinDraft:
    """The report form may be sent as a joining as well: its words are cut to what is kept of a neighbour's."""
    return JoinDraft(
        words=sheet.get("words").strip()[:WORDS_LIMIT],
        phone=sheet.get("contact_phone"),
        photo_ids=tuple(sheet.photo_ids),
        upload_token=upload_token(request),
    )
