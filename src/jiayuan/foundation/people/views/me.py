"""Mine: who I am here, how I want to read, what I hold, and what is held about me."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import has_second_factor, signed_in
from jiayuan.foundation.access.domain.grants import revoke_role
from jiayuan.foundation.access.enums import CONSOLE_ROLES
from jiayuan.foundation.access.forms import ReasonForm
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit

from ..domain.profile import choose_staff_name, rename_person
from ..interfaces.forms import NameForm, StaffNameForm
from ..staff_only import for_staff
from .ways import page, safe_next

AFTER_SECOND_FACTOR = "after_second_factor"
"""In the session: where to go once the second factor is set up."""


def me(request: Visit) -> HttpResponse:
    """For visitors too: how they want to read, and the way in."""
    if not request.actor.is_signed_in:
        return page(request, "me_visitor")
    grants = RoleGrant.objects.standing().filter(person=request.actor.person).with_names()
    return page(
        request,
        "me",
        person=request.actor.person,
        grants=grants.order_by("pk"),
        works_here=request.actor.standing.has_any(CONSOLE_ROLES),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def me_name(request: Visit) -> HttpResponse:
    """What shall we call you?"""
    person = request.actor.person
    if request.method != "POST":
        return page(request, "me_name", form=NameForm(initial={"name": person.name}))
    try:
        rename_person(person, name=request.POST.get("name", ""), by=request.actor)
    except DomainError as error:
        return page(request, "me_name", error, form=NameForm(request.POST).blame(error))
    messages.success(request, _("Your name was changed."))
    return redirect("me")


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def me_staff_name(request: Visit) -> HttpResponse:
    """The name with which staff sign in beside their password."""
    person = request.actor.person
    if request.method != "POST":
        return page(request, "me_staff_name", form=StaffNameForm(initial={"username": person.username or ""}))
    try:
        choose_staff_name(person, username=request.POST.get("username", ""), by=request.actor)
    except DomainError as error:
        return page(request, "me_staff_name", error, form=StaffNameForm(request.POST).blame(error))
    messages.success(request, _("Your staff name was saved."))
    return redirect("mfa_index")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def me_hand_back(request: Visit, pk: int) -> HttpResponse:
    """Hand one of my roles back."""
    mine = RoleGrant.objects.standing().filter(person=request.actor.person, pk=pk)
    grant = mine.with_names().first()
    if grant is None:
        raise Missing(_("This role is not yours (any more)."), _("Look at your roles on the page “Mine”."))
    if request.method != "POST":
        return page(request, "me_hand_back", grant=grant, form=ReasonForm())
    try:
        revoke_role(grant, by=request.actor, reason=request.POST.get("reason", ""))
    except DomainError as error:
        return page(request, "me_hand_back", error, grant=grant, form=ReasonForm(request.POST).blame(error))
    messages.success(request, _("You have handed the role back."))
    return redirect("me")


@signed_in
def second_factor(request: Visit) -> HttpResponse:
    """Why a second factor, and the way to set one up. Who has no console to open needs none."""
    if not request.actor.standing.has_any(CONSOLE_ROLES):
        return redirect("me")
    if has_second_factor(request):
        return redirect(safe_next(request) or "mfa_index")
    request.session[AFTER_SECOND_FACTOR] = safe_next(request)
    return page(request, "second_factor")
