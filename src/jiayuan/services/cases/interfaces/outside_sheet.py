"""The forms for asking somebody outside and for answering: from what was sent to what the domain takes."""

from datetime import date

from django.http import HttpRequest

from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.evidence.uploads import held_token

from ..domain.outside.answer import OutsideGiven
from ..domain.outside.send import OutsideDraft
from .sheet import Sheet


def _day(sheet: Sheet, name: str) -> date | None:
    try:
        return read_day(sheet.get(name), name)
    except Invalid as error:
        sheet.note(error)
        return None


def outside_draft_of(sheet: Sheet) -> OutsideDraft:
    """What cannot be read is noted on the sheet."""
    return OutsideDraft(
        name=sheet.get("name"),
        phone=sheet.get("phone"),
        matter=sheet.get("matter"),
        asked=sheet.get("asked"),
        until=_day(sheet, "until"),
        shows_place=bool(sheet.get("shows_place")),
        shows_photos=bool(sheet.get("shows_photos")),
    )


def outside_given_of(sheet: Sheet, request: HttpRequest) -> OutsideGiven:
    """What cannot be read is noted on the sheet."""
    return OutsideGiven(
        words=sheet.get("words"),
        expected_on=_day(sheet, "expected_on"),
        photo_ids=tuple(sheet.photo_ids),
        before_ids=tuple(sheet.before_ids),
        upload_token=held_token(request),
    )
