"""Who could take on a wish: proposed to the desk, which asks one helper at a time."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.abilities import skill_names
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.asking import ask_helper
from ..domain.queries.desk import desk_wish
from ..domain.queries.proposal import askings_of, proposed_for
from ..enums import WishState
from ..interfaces.match_words import way, why, why_not
from ..models import Wish
from ..rules import ASK, DESK


@console_view(*DESK)
@require_safe
@never_cache
def helpers(request: Visit, number: str) -> HttpResponse:
    return _draw(request, desk_wish(number, request.actor))


@console_view(*DESK)
@require_POST
@never_cache
def ask(request: Visit, number: str) -> HttpResponse:
    """Ask one of them, quietly."""
    wish, sheet = desk_wish(number, request.actor), filled_in(request.POST)
    try:
        asking = ask_helper(
            wish.pk, whole_number(sheet.get("person")) or 0, by=request.actor, nonce=sheet.nonce
        )
    except DomainError as error:
        sheet.note(error)
        return _draw(request, desk_wish(number, request.actor), sheet)
    messages.success(request, _("%(name)s is asked. You see the answer here.") % {"name": asking.person})
    return HttpResponseRedirect(reverse("console-wish-helpers", args=[wish.number]))


def _draw(request: Visit, wish: Wish, sheet: Sheet | None = None) -> HttpResponse:
    sheet, skills = sheet or Sheet(), skill_names()
    found = proposed_for(wish) if wish.state == WishState.OPEN else None
    context = {
        "wish": wish,
        "sheet": sheet,
        "askings": askings_of(wish),
        "may_ask": may(request.actor, ASK, wish),
        "found": found,
        "needed": [skills.get(each, each) for each in wish.skills],
        "candidates": [(each, why(each, skills)) for each in found.candidates] if found else [],
        "passed": [(each, why_not(each.rules), way(each.metres)) for each in found.passed] if found else [],
    }
    return render(request, "help/console/helpers.html", context, status=sheet.status)
