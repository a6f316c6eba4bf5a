"""Who a name on the list is: found, looked at side by side, put together, and taken apart again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.visit import Visit

from ..domain.locks import no_such_gathering
from ..domain.merging import merge_walk_in, separate_walk_in
from ..domain.queries.likely import Likely, likely_people
from ..interfaces.entered import number_of
from ..models import SignUp
from .common import HOSTS, hosted_session


@console_view(*HOSTS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def who(request: Visit, pk: int, sign_up: int) -> HttpResponse:
    """What the host knows travels in the form, never in the address."""
    session, post = hosted_session(request, pk), request.POST
    rows = SignUp.objects.filter(session=session).select_related("person", "presence", "merged_into__person")
    row = rows.filter(pk=sign_up).first()
    if row is None:
        raise no_such_gathering()
    row.session, error, found = session, None, list[Likely]()
    try:
        if "apart" in post:
            separate_walk_in(row.pk, by=request.actor)
            messages.success(request, _("The name stands for itself again."))
            return redirect("console-gathering-who", pk, row.pk)
        found = list(likely_people(row, name=post.get("name", ""), phone=post.get("phone", "")))
        if "person" in post:
            _merge(request, row, found)
            return redirect("console-gathering", pk)
    except DomainError as refused:
        error = refused
    context = {"session": session, "row": row, "found": found, "error": error, "typed": post}
    context["presence"] = getattr(row, "presence", None)
    return render(request, "gatherings/console/who.html", context, status=error.status if error else 200)


def _merge(request: Visit, row: SignUp, found: list[Likely]) -> None:
    """Only with one of those who were offered: nobody is found by trying numbers."""
    key = number_of(request.POST, "person")
    person = next((each.person for each in found if each.person.pk == key), None)
    if person is None:
        raise Invalid(_("Please choose one."), _("Choose one of those shown."), field="person")
    merge_walk_in(row.pk, person, by=request.actor)
    messages.success(request, _("Put together. It can be taken apart again."))
