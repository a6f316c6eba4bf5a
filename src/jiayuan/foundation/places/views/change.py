"""Merging, splitting, moving and renaming: form, preview, confirmation. Works without scripts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid
from jiayuan.foundation.common.visit import Visit

from ..domain.queries.page import place_by_code
from ..domain.rehearse import rehearse
from ..interfaces.change_forms import ChangeForm
from ..interfaces.changes import CHANGES, Change
from ..models import Place
from ..rules import KEEPERS

STEP = "step"
CARRIED_NOT = ("csrfmiddlewaretoken", STEP)
OTHER_FIELDS = {"into_name": "name"}


@console_view(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Visit, code: str, what: str) -> HttpResponse:
    """GET asks; POST shows what will happen, and with ``step=do`` does it. ``step=edit`` goes back to the form."""
    wanted = CHANGES[what]
    place = place_by_code(code)
    gate(request.actor, "places.change", place.path)
    _check(place, wanted)
    if request.method != "POST":
        return _page(request, wanted, place, wanted.form(place))
    form = wanted.form(place, request.POST)
    step = request.POST.get(STEP, "")
    if step == "edit":
        return _page(request, wanted, place, form)
    if not form.is_valid():
        return _page(request, wanted, place, form, status=422)
    return _go_on(request, wanted, place, form, do=step == "do")


def _check(place: Place, wanted: Change) -> None:
    if place.closed_on is not None:
        raise Conflict(
            _("%(name)s no longer exists since %(day)s.")
            % {"name": place.display_name, "day": place.closed_on},
            _("Its page names the place that followed it."),
        )
    if place.kind not in wanted.kinds:
        raise Invalid(
            _("This cannot be done with a place of this kind."),
            _("Open the place's page: it offers what can."),
        )


def _go_on(request: Visit, wanted: Change, place: Place, form: ChangeForm, *, do: bool) -> HttpResponse:
    given: dict[str, Any] = form.cleaned_data
    try:
        if do:
            changed = wanted.act(place, given, request.actor)
            messages.success(request, wanted.done)
            return redirect("console-place", _principal(changed, given).code)
        preview = rehearse(lambda: wanted.act(place, given, request.actor), wanted.closing(place, given))
    except DomainError as error:
        error.field = OTHER_FIELDS.get(error.field or "", error.field)
        return _page(request, wanted, place, form.blame(error), status=error.status)
    context = {
        "place": place,
        "change": wanted,
        "preview": preview,
        "given": given,
        "carried": _carried(request),
    }
    return render(request, "places/preview.html", context)


def _principal(changed: Any, given: dict[str, Any]) -> Place:
    """The place to show: of a split the part that carries on the records."""
    number = int(given.get("principal", "1"))
    found: Place = changed[min(number, len(changed)) - 1]
    return found


def _carried(request: Visit) -> list[tuple[str, str]]:
    """What was sent, for the confirmation to send again."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in CARRIED_NOT
        for value in values
        if isinstance(value, str)
    ]


def _page(
    request: Visit, wanted: Change, place: Place, form: ChangeForm, *, status: int = 200
) -> HttpResponse:
    context = {"place": place, "change": wanted, "form": form}
    return render(request, "places/change.html", context, status=status)
