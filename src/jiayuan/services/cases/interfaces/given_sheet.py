"""The form of an action: from what was sent to what the domain takes."""

from django.http import HttpRequest

from jiayuan.foundation.evidence.uploads import upload_token

from ..domain.given import Given
from .sheet import Sheet, whole_number
from .split_sheet import pieces_in


def given_of(sheet: Sheet, request: HttpRequest) -> Given:
    """A checkbox that is not sent is a no; a form without the question (``asks_public``) leaves it open."""
    return Given(
        words=sheet.get("words"),
        category_code=sheet.get("category_code"),
        unit_id=whole_number(sheet.get("unit_id")),
        photo_ids=tuple(sheet.photo_ids),
        before_ids=tuple(sheet.before_ids),
        outside_id=whole_number(sheet.get("outside_id")),
        upload_token=upload_token(request),
        ground=sheet.get("ground"),
        wanted=sheet.get("wanted"),
        lead=sheet.get("lead"),
        pieces=pieces_in(sheet),
        days=whole_number(sheet.get("days")),
        score=whole_number(sheet.get("score")),
        public_words=sheet.values.get("public_words"),
        is_public=bool(sheet.get("is_public")) if sheet.get("asks_public") else None,
        reply_id=whole_number(sheet.get("filled")),
        photos_public={"1": True, "0": False}.get(sheet.get("photos_public")),
    )


def revision_of(sheet: Sheet) -> int:
    """The revision that the page showed. A form without one is as good as one that is out of date."""
    return whole_number(sheet.get("revision")) or 0
