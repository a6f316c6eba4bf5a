"""Roles in the console: who holds what, and where."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.enums import PATH_LENGTHS, STREET_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from .console import console_view
from .domain.grants import revoke_role
from .enums import PEOPLE_STAFF, Role
from .forms import ReasonForm
from .kept_form import kept_form
from .models import RoleGrant
from .permissions import gate, may
from .rules import REVOKE

_WHOLE = (PlaceKind.DISTRICT, *STREET_KINDS)


def _filters(request: Visit) -> dict[str, str]:
    """What the address asks for, of what is known."""
    role, place = request.GET.get("role", ""), request.GET.get("place", "")
    wanted = {}
    if role in Role.values:
        wanted["role"] = role
    if place.isascii() and place.isdigit() and len(place) in PATH_LENGTHS.values():
        wanted["place"] = place
    return wanted


@console_view(*PEOPLE_STAFF)
def roles(request: Visit) -> HttpResponse:
    """The roles in force in my places; the filters stay in the address."""
    actor, wanted = request.actor, _filters(request)
    found = RoleGrant.objects.standing().visible_to(actor)
    if "role" in wanted:
        found = found.filter(role=wanted["role"])
    if "place" in wanted:
        found = found.within(wanted["place"])
    page = page_of(
        found.with_names().select_related("person", "granted_by"),
        after=request.GET.get("after", ""),
    )
    context: dict[str, Any] = {
        "rows": [(grant, may(actor, REVOKE, grant)) for grant in page],
        "page": page,
        "wanted": wanted,
        "roles": list(Role),
        "places": _choices(actor.reach.paths_for(*PEOPLE_STAFF)),
    }
    return render(request, "access/roles.html", context)


def _choices(paths: list[str]) -> list[Place]:
    """Districts and streets in reach; for who works in single communities, these."""
    named = Place.objects.defer("boundary").order_by("path")
    return list(named.current().of_kind(*_WHOLE).filter(inside(paths))) or list(named.filter(path__in=paths))


@console_view(*PEOPLE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: Visit, pk: int) -> HttpResponse:
    """Take a role back, saying why."""
    seen = RoleGrant.objects.visible_to(request.actor).with_names().select_related("person")
    grant = seen.filter(pk=pk).first()
    if grant is None:
        raise Missing(_("There is no such role in your places."), _("Look in the list of roles."))
    gate(request.actor, REVOKE, grant)
    error, form = None, ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            revoke_role(grant, by=request.actor, reason=request.POST.get("reason", ""))
        except DomainError as refusal:
            error = refusal
            form.blame(refusal)
        else:
            messages.success(request, _("The role was taken back."))
            return redirect("console-roles")
    context = {"grant": grant, "form": form}
    return render(request, "access/revoke.html", context, status=error.status if error else 200)


@console_view()
@require_safe
@never_cache
def send_again(request: Visit) -> HttpResponse:
    """What was typed when the sign-in or the second factor ran out, to be sent now or left."""
    kept = kept_form(request)
    if kept is None:
        raise Missing(_("Nothing of yours waits to be sent."), _("Open the page and fill it in there."))
    return render(request, "access/send_again.html", {"kept": kept})
