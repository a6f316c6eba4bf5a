"""How I want to be told."""

from collections.abc import Sequence
from datetime import time

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
from ..domain.quiet import Quiet

USUAL = Quiet(time(22), time(7))
"""Offered to those who have none, for the day that they want some."""


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
    shown = USUAL if quiet.is_never else quiet
    context = {
        "lines": lines,
        "begins": request.POST.get("begins") or f"{shown.begins:%H:%M}",
        "ends": request.POST.get("ends") or f"{shown.ends:%H:%M}",
        "has_none": "none" in request.POST if request.method == "POST" else quiet.is_never,
        "error": error,
    }
    return render(request, "notify/my_notices.html", context, status=error.status if error else 200)


def _save(request: Visit, person: Person, lines: Sequence[Line]) -> None:
    """The quiet hours first: what is wrong in them leaves everything as it was."""
    given = request.POST
    choose_quiet_hours(
        person, begins=given.get("begins", ""), ends=given.get("ends", ""), none="none" in given
    )
    ways = sorted({way.value for line in lines for way, _used in line.ways})
    wanted = {line.kind.name: set(request.POST.getlist(line.kind.name)) & set(ways) for line in lines}
    if ways:
        choose(person, wanted, ways=ways)
