"""The words of a report in full: once, for a reason, written down."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.queries.opened import no_such_case, open_case
from ..domain.reveal_words import reveal_words
from ..interfaces.sheet import filled_in
from ..rules import CASE_ROLES
from .console_detail import detail_page


@console_view(*CASE_ROLES)
@require_POST
@never_cache
def words(request: Visit, number: str) -> HttpResponse:
    """The page of the case with nothing masked in what was written; a refusal brings it back masked."""
    case = open_case(number)
    if not may(request.actor, "cases.see", case):
        raise no_such_case()
    sheet = filled_in(request.POST)
    try:
        reveal_words(case, by=request.actor, reason=sheet.get("reason"))
    except DomainError as error:
        sheet.note(error)
        return detail_page(request, case, sheet=sheet, sent="words")
    case.is_shown_in_full = True  # type: ignore[attr-defined]
    return detail_page(request, case)
