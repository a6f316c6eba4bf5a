"""What a charity hour does, said by its host."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.gatherings.models import Session
from jiayuan.services.gatherings.rules import HOST

from ..domain.activities import choose_activity
from ..domain.queries.activities import outcome_of
from ..enums import CHARITY_HOUR
from ..interfaces.activity_forms import activity_form, said
from ..interfaces.forms import number_of
from .common import METHODS, done, try_it
from .console_hours import ROLES


@console_view(*ROLES)
@require_http_methods(METHODS)
def activity(request: Visit, pk: int) -> HttpResponse:
    """Choose what is done, whether it counts, and who joins in; and see what came of it."""
    session = Session.objects.select_related("place").filter(pk=pk, kind=CHARITY_HOUR).first()
    if session is None or not may(request.actor, HOST, session):
        raise Missing(_("There is no such gathering."), _("Look at the board of the week."))
    given = request.POST if request.method == "POST" else None
    outcome = outcome_of(session, request.actor)
    form = activity_form(given, session.place_id, said(outcome.activity))
    if given is not None:
        chosen = try_it(
            form,
            lambda: choose_activity(
                pk, given.get("kind", ""), by=request.actor, because=given.get("because", ""),
                hours=given.get("hours", ""), partner_id=number_of(given.get("partner", "")) or None,
            ),
        )  # fmt: skip
        if chosen is not None:
            return done(
                request, _("Saved. It stands on the page where one signs up."), "console-hours-activity", pk
            )
    context = {"session": session, "form": form, "outcome": outcome}
    return render(
        request, "volunteering/console/activity.html", context, status=422 if form.is_bound else 200
    )
