"""Saying what a sign was: it was not done, or there is an explanation."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.doubts.deciding import decide_doubt
from ..interfaces.sheet import filled_in
from ..rules import CASE_ROLES
from .console_detail import detail_page, visible_case


@console_view(*CASE_ROLES)
@require_POST
def decide(request: Visit, number: str, pk: int) -> HttpResponse:
    """A refusal brings the page back with what was typed and the reason."""
    case, sheet = visible_case(request, number), filled_in(request.POST)
    try:
        decide_doubt(
            case.pk, pk, sheet.get("verdict"), sheet.get("reason"), by=request.actor, nonce=sheet.nonce
        )
    except DomainError as error:
        sheet.note(error)
        return detail_page(request, case, sheet=sheet, sent=f"doubt{pk}")
    messages.success(request, _("Written down. What follows from it is done in the case."))
    return HttpResponseRedirect(reverse("console-case", args=[case.number]))
