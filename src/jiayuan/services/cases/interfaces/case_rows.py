"""The lines of the console's list, drawn from plain values so that a line that shows the same is drawn once."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from jiayuan.foundation.clock.kept import kept
from jiayuan.foundation.common.masks import mask_words

from ..domain.queries.due import due_of, suspended_of
from ..models import Case
from ..piece_rules import lead_number_of


def rows_of(cases: Iterable[Case], *, with_ticks: bool) -> list[SafeString]:
    """``with_ticks``: a box before each, for those who may do something with several at once."""
    return [_row(each, with_ticks=with_ticks) for each in cases]


def _row(case: Case, *, with_ticks: bool) -> SafeString:
    due, suspended = due_of(case), suspended_of(case)
    because = due.because if due else suspended.because if suspended else ""
    return kept(
        "cases/console/_case_row.html",
        at_the_desk=with_ticks,
        key=case.pk,
        number=case.number,
        part_of=lead_number_of(case) or "",
        category=case.version.display_name,
        words=mask_words(case.words),
        place=case.place.display_name,
        address=mask_words(case.address),
        state=case.state,
        unit=case.unit.display_name if case.unit else "",
        reported_at=case.reported_at,
        closed_at=case.closed_at,
        light=due.light if due else "none",
        due_at=due.at if due else None,
        remaining=due.remaining if due else "",
        because=because,
        suspended_until=suspended.until if suspended else None,
    )
