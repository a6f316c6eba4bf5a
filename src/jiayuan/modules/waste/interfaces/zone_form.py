"""What the form of a zone sends."""

from collections.abc import Sequence

from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.common.errors import Faults
from jiayuan.services.cases.interfaces.sheet import Sheet

from ..domain.trying import ZoneDraft, check_zone


def read_zone(sheet: Sheet, places: Sequence[str]) -> ZoneDraft:
    """:raises Invalid: what cannot be read, and what else is wrong with it."""
    faults = Faults()
    since = faults.take(lambda: read_day(sheet.get("since"), "since"))
    draft = ZoneDraft(sheet.get("name"), places, since)
    if faults.found:
        faults.take(lambda: check_zone(draft))
    faults.settle()
    return draft
