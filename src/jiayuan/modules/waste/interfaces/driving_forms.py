"""What a driver's forms say, and the unit's in their place."""

from jiayuan.services.cases.interfaces.sheet import Sheet, whole_number

from ..domain.stops import StopDraft
from ..domain.unloadings import TicketDraft


def stop_draft(sheet: Sheet, upload_token: str) -> StopDraft:
    return StopDraft(
        sheet.get("what"),
        sheet.get("kg"),
        sheet.get("reason"),
        sheet.photo_ids,
        upload_token,
        sheet.get("sure"),
    )


def ticket_draft(sheet: Sheet) -> TicketDraft:
    return TicketDraft(
        whole_number(sheet.get("trip")) or 0,
        whole_number(sheet.get("site")) or 0,
        sheet.get("ticket"),
        sheet.get("kg"),
        sheet.get("sure"),
    )
