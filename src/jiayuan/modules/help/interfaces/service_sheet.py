"""The short form for help without a wish: what, when, how many, how long."""

from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.services.cases.interfaces.sheet import Sheet, whole_number

from ..domain.services import ServiceDraft


def service_of(sheet: Sheet, post_id: int) -> ServiceDraft:
    """As the domain takes it; it judges what is missing. :raises Invalid: it is no day."""
    return ServiceDraft(
        post_id=post_id,
        day=read_day(sheet.get("day"), "day") or today(),
        people=whole_number(sheet.get("people")) or 0,
        kind=sheet.get("kind"),
        words=sheet.get("words"),
        minutes=(whole_number(sheet.get("minutes")) or 0) if sheet.get("minutes") else None,
    )
