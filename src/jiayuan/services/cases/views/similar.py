"""While somebody reports: was this reported already? On the phone, with and without scripts, and at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiayuan.foundation.common.errors import TooMany
from jiayuan.foundation.common.source import Source, current_source
from jiayuan.foundation.common.visit import Visit

from ..domain.duplicates.hints import Hint, hints_for_report
from ..domain.queries.catalogue import reportable
from ..domain.queries.neighbours import joined_keys
from ..enums import State
from ..interfaces.pin import position_on
from ..interfaces.sheet import Sheet, filled_in
from ..interfaces.visits import limit
from ..models import CategoryVersion
from ..rules import is_the_reporter


@dataclass(frozen=True)
class Shown:
    """A hint as the page has it. ``is_mine``: reported or joined by the reader already."""

    hint: Hint
    is_mine: bool

    @property
    def is_closed(self) -> bool:
        return self.hint.case.state == State.CLOSED


@require_POST
@never_cache
def similar(request: Visit) -> HttpResponse:
    """A part of the form: asked for by it whenever the place or the words change. Empty where there is nothing."""
    sheet = filled_in(request.POST)
    version = reportable(sheet.get("category_code"))
    found: Sequence[Shown] = []
    if version is not None:
        try:
            limit(request, "similar")
            found = shown_for(request, sheet, version)
        except TooMany:
            pass  # whoever types that fast is asked once more when the report is sent
    return render(request, "cases/parts/similar.html", {"similar": found, "sheet": sheet})


def shown_for(request: Visit, sheet: Sheet, version: CategoryVersion) -> Sequence[Shown]:
    """What may be the same as what is on the sheet."""
    found = hints_for_report(
        version,
        words=sheet.get("words")[:2000],
        position=position_on(sheet),
        place_path=sheet.get("place_path"),
        photo_ids=sheet.photo_ids,
    )
    joined = joined_keys(request.actor) if found else []
    return [
        Shown(each, is_the_reporter(request.actor, each.case) or each.case.pk in joined) for each in found
    ]


def not_seen_yet(request: Visit, sheet: Sheet, version: CategoryVersion) -> Sequence[Shown]:
    """The same when the report is sent: nothing once somebody said that theirs is another, or where all was shown on
    the form; nor for what a phone kept, which nobody looks at while it is sent."""
    if sheet.get("is_other") or current_source() == Source.OFFLINE:
        return []
    found = shown_for(request, sheet, version)
    seen = set(sheet.get("seen").split())
    return [] if all(each.hint.case.number in seen for each in found) else found
