"""How I want to be asked, as somebody who helps."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.common.abilities import ability_pages
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in

from ..domain.readiness import readiness_of, say_how
from ..interfaces.readiness_form import choices, wanted_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def readiness(request: Visit) -> HttpResponse:
    """One page: how many at once, how far, what not, and a rest."""
    if request.method != "POST":
        return _draw(request, Sheet())
    sheet = filled_in(request.POST)
    try:
        say_how(wanted_of(request.POST), by=request.actor)
    except DomainError as error:
        sheet.note(error)
        return _draw(request, sheet)
    messages.success(request, _("Kept. You are asked that way from now on."))
    return HttpResponseRedirect(reverse("help-near"))


def _draw(request: Visit, sheet: Sheet) -> HttpResponse:
    said = readiness_of(request.actor)
    context = {"said": said, "sheet": sheet, "ability_urls": ability_pages(), **choices(said)}
    return render(request, "help/phone/readiness.html", context, status=sheet.status)
