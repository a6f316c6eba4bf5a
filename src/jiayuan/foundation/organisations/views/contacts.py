"""Contacts of an organisation in the console: shown for a reason, added, removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.forms import ReasonForm
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.contacts import remove_contact, reveal_contact, save_contact
from ..domain.queries import visible_organisation
from ..interfaces.forms import ContactForm
from ..rules import MANAGERS
from .ways import show


@console_view()
@require_POST
def reveal(request: Visit, pk: int, contact: int) -> HttpResponse:
    """Show a contact unmasked, for a reason: as a fragment where htmx asks, else in the page."""
    organisation = visible_organisation(request.actor, pk)
    form, shown, status = ReasonForm(request.POST), None, 200
    try:
        shown = reveal_contact(organisation, contact, by=request.actor, reason=request.POST.get("reason", ""))
    except DomainError as error:
        if error.field is None:
            raise
        form.blame(error)
        status = error.status
    if not request.htmx:
        return show(request, organisation, status=status, shown=shown, asked=contact, form=form)
    context = {
        "organisation": organisation,
        "contact": organisation.contacts.get(pk=contact),
        "shown": shown,
        "asked": contact,
        "form": form,
    }
    response = render(request, "organisations/_contact.html", context)
    response["Cache-Control"] = "no-store"
    return response


@console_view(*MANAGERS)
@require_POST
def add(request: Visit, pk: int) -> HttpResponse:
    """Add a contact."""
    organisation = visible_organisation(request.actor, pk)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return show(request, organisation, status=422, contact_form=form)
    try:
        save_contact(pk, form.draft(), by=request.actor)
    except DomainError as error:
        if error.field is None:
            raise
        return show(request, organisation, status=error.status, contact_form=form.blame(error))
    messages.success(request, _("The contact is saved."))
    return redirect("console-organisation", pk)


@console_view(*MANAGERS)
@require_POST
def remove(request: Visit, pk: int, contact: int) -> HttpResponse:
    """Forget a contact."""
    organisation = visible_organisation(request.actor, pk)
    remove_contact(organisation.pk, contact, by=request.actor)
    messages.success(request, _("The contact is removed."))
    return redirect("console-organisation", pk)
