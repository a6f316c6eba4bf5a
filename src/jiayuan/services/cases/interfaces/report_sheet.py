"""The report form: from what was sent to a draft the domain takes."""

from django.http import HttpRequest

from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.evidence.uploads import upload_token
from jiayuan.foundation.places.domain.position import parse_position

from ..domain.check_draft import check_draft
from ..domain.given import ReportDraft
from ..models import CategoryVersion
from .pin import settle_place
from .sheet import Sheet


def draft_of(
    sheet: Sheet, version: CategoryVersion, request: HttpRequest, *, offered: str = ""
) -> ReportDraft:
    """The draft, with everything that stands against it noted on the sheet.

    A position that will not do is dropped from the sheet: it was not typed, and the community can be chosen instead.
    ``offered``: the community that the form had chosen by itself, see :func:`.pin.settle_place`.
    """
    settle_place(sheet, offered)
    latitude, longitude = _position(sheet)
    draft = ReportDraft(
        category_code=version.category_id,
        words=sheet.get("words"),
        latitude=latitude,
        longitude=longitude,
        place_path=sheet.get("place_path"),
        address=sheet.get("address"),
        answers=sheet.answers,
        photo_ids=tuple(sheet.photo_ids),
        upload_token=upload_token(request),
        contact_name=sheet.get("contact_name"),
        contact_phone=sheet.get("contact_phone"),
    )
    for error in check_draft(draft, version):
        sheet.note(error)
    return draft


def _position(sheet: Sheet) -> tuple[float | None, float | None]:
    if not sheet.get("latitude").strip() and not sheet.get("longitude").strip():
        return None, None
    try:
        return parse_position(sheet.get("latitude"), sheet.get("longitude"))
    except DomainError as error:
        sheet.note(error)
        sheet.values.pop("latitude", None)
        sheet.values.pop("longitude", None)
        return None, None
