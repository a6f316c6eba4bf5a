"""Photos that come along with the form of a wish: taken in at once, so that they stay even if the form comes back."""

from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, let_go_of_lost, take_in_photos

from ..domain.pictures import PURPOSE, too_many_pictures
from ..limits import MOST_PICTURES


def take_in_pictures(sheet: Sheet, request: Visit) -> None:
    """Faults are noted beside the field; more than may come along stay behind, and that is said."""
    take_in_photos(sheet, request, request.actor, purpose=PURPOSE)
    if len(sheet.photo_ids) > MOST_PICTURES:
        sheet.photo_ids = sheet.photo_ids[:MOST_PICTURES]
        sheet.note(too_many_pictures())
    if sheet.faults:
        keep_pictures(sheet, request)


def keep_pictures(sheet: Sheet, request: Visit) -> None:
    """The form comes back with those that can still be used."""
    let_go_of_lost(sheet, request, request.actor, purpose=PURPOSE)
