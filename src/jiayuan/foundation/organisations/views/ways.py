"""What the organisations' pages share."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from jiayuan.foundation.access.forms import ReasonForm
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.visit import Visit

from ..domain.queries import people_acting
from ..history import told_about
from ..interfaces.forms import ContactForm
from ..models import Organisation
from ..rules import MANAGE, REVEAL, Seat


def show(request: Visit, organisation: Organisation, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of an organisation; ``more`` replaces the forms that were sent and found wanting."""
    context = {
        "organisation": organisation,
        "contacts": organisation.contacts.order_by("-is_primary", "pk"),
        "acting": people_acting(organisation),
        "told": told_about(organisation),
        "managing": may(request.actor, MANAGE, Seat.of(organisation)),
        # Whoever acts for it is shown its own numbers as they are: nobody is hidden from themselves.
        "is_own": organisation.pk in request.actor.reach.organisations(),
        "revealing": may(request.actor, REVEAL, organisation),
        "contact_form": ContactForm(),
        "form": ReasonForm(),
        **more,
    }
    response = render(request, "organisations/organisation.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
