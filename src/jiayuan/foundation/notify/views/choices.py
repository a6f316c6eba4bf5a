"""How I want to be told."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.people.models import Person

from ..domain.choose import Line, choices_page, choose, choose_quiet_hours, quiet_hours_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_notices(request: Visit) -> HttpResponse:
    """A box for each kind and way; and when no telephone should sound."""
    person, lines = request.actor.person, choices_page(request.actor)
    error = None
    if request.method == "POST":
        try:
            _save(request, person, lines)
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("Saved."))
            return redirect("me-notices")
    quiet = quiet_hours_of(person)
    context = {
        "lines": lines,
        "begins": request.POST.get("begins") or f"{quiet.begins:%H:%M}",
        "ends": request.POST.get("ends") or f"{quiet.ends:%H:%M}",
        "error": error,
    }
    return render(request, "notify/my_notices.html", context, status=error.status if error else 200)


def _save(request: Visit, person: Person, lines: Sequence[Line]) -> None:
    """The quiet hours first: what is wrong in them leaves everything as it was."""
    choose_quiet_hours(person, begins=request.POST.get("begins", ""), ends=request.POST.get("ends", ""))
    ways = sorted({way.value for line in lines for way, _used in line.ways})
    wanted = {line.kind.name: set(request.POST.getlist(line.kind.name)) & set(ways) for line in lines}
    if ways:
        choose(person, wanted, ways=ways)
