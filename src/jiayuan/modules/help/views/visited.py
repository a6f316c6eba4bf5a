"""Who is visited, or their family, sees who comes next: by a link, or signed in. No name in full, no number."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.visit import Visit as Request
from jiayuan.services.cases.interfaces.sheet import filled_in
from jiayuan.services.cases.interfaces.visits import limit

from ..domain.queries.visits import coming_to, visited, visited_by_token
from ..domain.visits import call_off


@require_safe
@never_cache
def coming(request: Request, token: str) -> HttpResponse:
    """Whoever holds the link."""
    limit(request, "track")
    recipient = visited_by_token(token)
    context = {"found": [(recipient.service, coming_to(recipient))], "token": token}
    response = render(request, "help/phone/coming.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@signed_in
@require_safe
@never_cache
def mine(request: Request) -> HttpResponse:
    """Somebody with an account, for themselves."""
    found = [(each.service, coming_to(each)) for each in visited(request.actor)]
    return render(request, "help/phone/coming.html", {"found": found, "token": ""})


@require_POST
def not_then(request: Request, token: str, pk: int) -> HttpResponse:
    """They are not at home that day."""
    limit(request, "track")
    recipient, sheet = visited_by_token(token), filled_in(request.POST)
    if pk not in [each.pk for each in coming_to(recipient)]:
        raise Missing(_("There is no such visit."), _("See who comes next."))
    call_off(pk, by=None, nonce=sheet.nonce)
    messages.success(request, _("Good that you say so. Nobody comes that day; the next visit stays."))
    return HttpResponseRedirect(reverse("help-coming", args=[token]))
