"""People in the console: those who hold roles in my places."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import PEOPLE_STAFF
from jiayuan.foundation.access.forms import ReasonForm
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.access.rules import REVOKE, grantable_roles
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.reveal import reveal_person
from ..history import told_about
from ..models import Person
from ..rules import REVEAL
from ..searched import keep_words, words_of
from .ways import page

LAST_DIGITS = 4
STAFF = PEOPLE_STAFF


def _search(people: "QuerySet[Person]", text: str) -> "QuerySet[Person]":
    """By a part of the name, or by the last four (or more) digits of the phone."""
    if not text:
        return people
    condition = Q(name__icontains=text) | Q(username=text.lower())
    if text.isascii() and text.isdigit() and len(text) >= LAST_DIGITS:
        condition |= Q(phone__endswith=text)
    return people.filter(condition)


def _held(actor: Actor) -> "QuerySet[RoleGrant]":
    return RoleGrant.objects.standing().visible_to(actor).with_names().order_by("pk")


@console_view(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Visit) -> HttpResponse:
    """Everybody who holds a role in my places, newest first. Words to look for are sent, and stand in no address."""
    if request.method == "POST":
        name = keep_words(request.session, request.POST.get("q", ""))
        return HttpResponseRedirect(f"{request.path}?{urlencode({'found': name})}" if name else request.path)
    text = words_of(request.session, request.GET.get("found", ""))
    found = _search(Person.objects.visible_to(request.actor), text)
    found = found.prefetch_related(Prefetch("grants", _held(request.actor), to_attr="held"))
    rows = page_of(found, after=request.GET.get("after", ""))
    return page(
        request,
        "console/people",
        rows=rows,
        q=text,
        may_grant=bool(grantable_roles(request.actor)),
        form=ReasonForm(),
    )


def _find(request: Visit, pk: int) -> Person:
    found = Person.objects.visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Missing(_("This person holds no role in your places."), _("Look in the list of people."))
    return found


def show_person(
    request: Visit, person: Person, error: DomainError | None = None, **more: Any
) -> HttpResponse:
    """The page of a person: roles, what can be done, history."""
    actor = request.actor
    grants = (
        RoleGrant.objects.filter(person=person).visible_to(actor).with_names().select_related("granted_by")
    )
    rows = [(grant, may(actor, REVOKE, grant)) for grant in grants.order_by("-pk")]
    return page(
        request,
        "console/person",
        error,
        person=person,
        standing=[(grant, verdict) for grant, verdict in rows if grant.is_standing],
        past=[grant for grant, _verdict in rows if not grant.is_standing],
        told=told_about(person),
        may_grant=bool(grantable_roles(actor)) and person.pk != actor.pk,
        revealing=may(actor, REVEAL, person),
        **more,
    )


@console_view(*STAFF)
def person(request: Visit, pk: int) -> HttpResponse:
    """One person."""
    return show_person(request, _find(request, pk), form=ReasonForm())


@console_view(*STAFF)
@require_POST
def reveal(request: Visit, pk: int) -> HttpResponse:
    """Show name and phone unmasked, for a reason: as a fragment where htmx asks, else in the page."""
    found = _find(request, pk)
    reason = request.POST.get("reason", "")
    error, shown, form = None, None, ReasonForm(request.POST)
    try:
        shown = reveal_person(found, by=request.actor, reason=reason)
    except DomainError as refusal:
        error = refusal
        form.blame(refusal)
    if request.htmx:
        response = render(
            request, "people/console/_reveal.html", {"person": found, "shown": shown, "form": form}
        )
    else:
        response = show_person(request, found, error, shown=shown, form=form)
    response["Cache-Control"] = "no-store"
    return response
