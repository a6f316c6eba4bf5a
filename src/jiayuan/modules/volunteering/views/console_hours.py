"""Hours in the console: marked by the leader, confirmed by the community, corrections decided."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.explain import explain
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.gatherings.models import Session
from jiayuan.services.gatherings.rules import HOST

from ..domain.claims import CONFIRM_TERM, confirm_each, deadline_of, mark_hours, refuse_hours
from ..domain.corrections import decide_correction
from ..domain.queries.activities import outcome_of
from ..domain.queries.hours import claims_of, corrections_to_decide, sessions_to_confirm, sessions_to_mark
from ..hour_enums import ClaimState
from ..hour_rules import CONFIRM, DECIDE_CORRECTION
from ..interfaces.forms import number_of
from ..interfaces.hour_forms import MarkForm, marked_like
from ..models import Correction, HourClaim
from .common import done, try_it

ROLES = (*DESK_STAFF, Role.INSTITUTION_CONTACT)


@console_view(*ROLES)
@require_safe
def hours(request: Visit) -> HttpResponse:
    """What waits to be marked, to be confirmed, to be decided."""
    context = {
        "to_confirm": sessions_to_confirm(request.actor),
        "to_mark": sessions_to_mark(request.actor),
        "corrections": [
            (each, may(request.actor, DECIDE_CORRECTION, each))
            for each in corrections_to_decide(request.actor)[:50]
        ],
    }
    return render(request, "volunteering/console/hours.html", context)


def _session(request: Visit, pk: int) -> Session:
    rows = Session.objects.select_related("place", "organisation").defer("place__boundary", "secret")
    found = rows.filter(pk=pk).first()
    claims = HourClaim.objects.visible_to(request.actor).filter(session=pk)
    if found is None or not (may(request.actor, HOST, found) or claims.exists()):
        raise Missing(_("There is no such gathering."), _("Look at the list of hours to confirm."))
    return found


@console_view(*ROLES)
@require_safe
def session(request: Visit, pk: int) -> HttpResponse:
    return _show(request, _session(request, pk))


def _show(request: Visit, found: Session, form: MarkForm | None = None, **more: Any) -> HttpResponse:
    """``held``: names with the reason why their hours were not confirmed; ``said``: what was done all the same."""
    claims, due = claims_of(found), deadline_of(found.ends_at)
    outcome = outcome_of(found, request.actor)
    rows = [(each, may(request.actor, CONFIRM, each)) for each in claims]
    open_rows = [each for each, verdict in rows if each.state == ClaimState.MARKED and verdict]
    context = {
        "session": found,
        "rows": rows,
        "to_mark": any(each.state == ClaimState.PREPARED for each in claims),
        "hosting": may(request.actor, HOST, found),
        "open_rows": open_rows,
        "due": due,
        "light": light(found.ends_at, due),
        "because": explain(found.ends_at, CONFIRM_TERM),
        "form": form or MarkForm(initial=marked_like(found, outcome)),
        "outcome": outcome,
        **more,
    }
    status = 422 if form or more.get("held") else 200
    return render(request, "volunteering/console/hours_session.html", context, status=status)


@console_view(*ROLES)
@require_POST
def mark(request: Visit, pk: int) -> HttpResponse:
    found, form, given = _session(request, pk), MarkForm(request.POST), request.POST
    fields: dict[str, Any] = {name: given.get(name, "") for name in ("words", "because", "kind")}
    count = try_it(form, lambda: mark_hours(pk, by=request.actor, **fields))
    if count is None:
        return _show(request, found, form)
    return done(request, _("Marked. The community confirms them."), "console-hours-session", pk)


@console_view(*DESK_STAFF)
@require_POST
def confirm(request: Visit, pk: int) -> HttpResponse:
    """Those named in the form that still wait; whose cannot be confirmed is named with the reason."""
    found = _session(request, pk)
    chosen = {number_of(each) for each in request.POST.getlist("claim")}
    keys = [each.pk for each in claims_of(found) if each.pk in chosen and each.state == ClaimState.MARKED]
    confirmed = confirm_each(keys, by=request.actor)
    count = len(confirmed.entries)
    said = ngettext("%(count)s confirmed.", "%(count)s confirmed.", count) % {"count": count}
    if confirmed.held:
        return _show(request, found, held=confirmed.held, said=said if count else "")
    return done(request, said, "console-hours-session", pk)


@console_view(*DESK_STAFF)
@require_POST
def refuse(request: Visit, pk: int) -> HttpResponse:
    """One claim, with a reason."""
    claim = HourClaim.objects.visible_to(request.actor).filter(pk=pk).first()
    if claim is None:
        raise Missing(_("There is no such claim of hours."), _("Look at the list of hours to confirm."))
    refuse_hours(pk, reason=request.POST.get("reason", ""), by=request.actor)
    return done(
        request, _("Not confirmed. The volunteer sees why."), "console-hours-session", claim.session_id
    )


@console_view(*DESK_STAFF)
@require_POST
def decide(request: Visit, pk: int) -> HttpResponse:
    """A correction: ``grant`` or not, with a reason."""
    if not Correction.objects.visible_to(request.actor).filter(pk=pk).exists():
        raise Missing(_("There is no such correction."), _("Look at the list of hours to confirm."))
    grant = request.POST.get("outcome") == "grant"
    decide_correction(pk, grant=grant, reason=request.POST.get("reason", ""), by=request.actor)
    return done(request, _("Decided. The volunteer sees it."), "console-hours")
