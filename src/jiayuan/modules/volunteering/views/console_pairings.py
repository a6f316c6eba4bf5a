"""The pairing ledger in the console: list, propose, one pairing and what is done with it."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.forms import ReasonForm, SpokenForm
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.pairings import PairingDraft, note_activity, perform, propose_pairing, reveal_pairing_contact
from ..domain.queries.branches import own_branches
from ..domain.queries.pairings import (
    PairingFilter,
    communities_of,
    counted,
    listed,
    organisations_of,
    told_about,
    visible_pairing,
)
from ..enums import PairingAction, PairingState
from ..interfaces.forms import ActivityForm, EndForm, PairingForm, choices_of, day_of, number_of
from ..lifecycle import steps_from
from ..models import Pairing
from ..rules import NOTE_ACTIVITY, PLAN, PROPOSERS, READERS, REVEAL_CONTACT
from ..timeline import spoken_entries
from .common import METHODS, done, form_page, tree, try_it

A_PAGE = 50
LAST_ACTIVITIES = 12


@console_view(*READERS)
@require_safe
def pairings(request: Visit) -> HttpResponse:
    """Those of my places and of my organisation; ``state``, ``silent``, ``place``, ``q``, ``after``."""
    wanted = PairingFilter.of(request.GET)
    counts = counted(request.actor)
    context = {
        "wanted": wanted,
        "states": [(each, counts[each]) for each in PairingState],
        "silent": counts["silent"],
        "days": settings.SILENT_PAIR_DAYS,
        "places": communities_of(request.actor),
        "page": page_of(listed(request.actor, wanted), after=request.GET.get("after", ""), size=A_PAGE),
        "has_branch": bool(own_branches(request.actor)),
        "may_propose": request.actor.reach.has_any(PROPOSERS),
        "may_plan": any(may(request.actor, PLAN, path) for path in request.actor.reach.paths_for(*READERS)),
    }
    return render(request, "volunteering/console/pairings.html", context)


@console_view(*PROPOSERS)
@require_http_methods(METHODS)
def propose(request: Visit) -> HttpResponse:
    choices = {
        "organisation": choices_of(organisations_of(request.actor)),
        "community": [("", ""), *tree(communities_of(request.actor))],
    }
    given = request.POST if request.method == "POST" else None
    initial = {"since": today().isoformat(), "community": request.GET.get("place", "")}
    form = PairingForm(given, choices=choices, initial=initial)
    if given is not None:
        made = try_it(form, lambda: propose_pairing(_drafted(given), by=request.actor))
        if made is not None:
            return done(request, _("Proposed. The other side agrees."), "console-pairing", made.pk)
    return form_page(
        request, form, title=_("Propose a pairing"), back="console-pairings", button=_("Propose"),
        lead=_("Which organisation serves which community? It begins once the other side has agreed."),
    )  # fmt: skip


def _drafted(given: QueryDict) -> PairingDraft:
    return PairingDraft(
        number_of(given.get("organisation", "")), given.get("community", ""), day_of(given, "since") or today(),
        given.get("contact_name", ""), given.get("contact_phone", ""),
    )  # fmt: skip


@console_view(*READERS)
@require_safe
def pairing(request: Visit, pk: int) -> HttpResponse:
    return _show(request, visible_pairing(request.actor, pk))


def _show(request: Visit, found: Pairing, *, status: int = 200, **more: Any) -> HttpResponse:
    """``more`` replaces the forms that were sent and found wanting."""
    steps = [(each, may(request.actor, each.permission, found)) for each in steps_from(found.state)]
    context = {
        "pairing": found,
        "steps": steps,
        "activities": list(found.activities.all()[:LAST_ACTIVITIES]),
        "items": list(found.items.select_related("skill", "matched")),
        "told": spoken_entries(told_about(found.stream)),
        "noting": may(request.actor, NOTE_ACTIVITY, found),
        "is_own": found.organisation_id in request.actor.reach.organisations(),
        "revealing": may(request.actor, REVEAL_CONTACT, found),
        "end_form": EndForm(),
        "activity_form": ActivityForm(initial={"on": today().isoformat()}),
        "reason_form": ReasonForm(),
        **more,
    }
    response = render(request, "volunteering/console/pairing.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@console_view(*READERS)
@require_POST
def act(request: Visit, pk: int, action: str) -> HttpResponse:
    """Agree, or end."""
    found = visible_pairing(request.actor, pk)
    if action not in PairingAction.values:
        raise Missing(_("There is no such action."), _("Open the pairing again."))
    form, given = EndForm(request.POST), request.POST
    changed = try_it(
        form,
        lambda: perform(
            pk, PairingAction(action), by=request.actor, reason=given.get("reason", ""), until=day_of(given, "until")
        ),
    )  # fmt: skip
    if changed is None:
        return _refused(request, found, form, "end_form")
    said = (
        _("Agreed. It counts from now on.")
        if action == PairingAction.AGREE
        else _("Ended. It stays on record.")
    )
    return done(request, said, "console-pairing", pk)


@console_view(*READERS)
@require_POST
def activity(request: Visit, pk: int) -> HttpResponse:
    """Note what was done together."""
    found, form, given = visible_pairing(request.actor, pk), ActivityForm(request.POST), request.POST
    never = found.since.replace(year=1)
    made = try_it(
        form,
        lambda: note_activity(
            pk, on=day_of(given, "on") or never, words=given.get("words", ""), by=request.actor
        ),
    )  # fmt: skip
    if made is None:
        return _refused(request, found, form, "activity_form")
    return done(request, _("Noted."), "console-pairing", pk)


@console_view(*READERS)
@require_POST
def reveal(request: Visit, pk: int) -> HttpResponse:
    """Whom to call, in full, for a reason."""
    found, form = visible_pairing(request.actor, pk), ReasonForm(request.POST)
    shown = try_it(
        form,
        lambda: reveal_pairing_contact(found, by=request.actor, reason=request.POST.get("reason", "")),
    )
    if shown is None:
        return _refused(request, found, form, "reason_form")
    return _show(request, found, shown=shown)


def _refused(request: Visit, found: Pairing, form: SpokenForm, name: str) -> HttpResponse:
    return _show(request, found, status=422, **{name: form})
