"""Teams and musters in the console."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.musters import call_muster, close_muster, counts_of
from ..domain.queries.pairings import communities_of, told_about
from ..domain.queries.volunteers import (
    candidates_for,
    members_of,
    teams_for,
    visible_call,
    visible_team,
)
from ..domain.teams import TeamDraft, add_member, choose_leader, dissolve_team, form_team, remove_member
from ..interfaces.forms import MemberForm, MusterForm, TeamForm, number_of
from ..models import Team
from ..rules import KEEPERS
from ..timeline import spoken_entries
from ..volunteer_rules import CALL, CLOSE_CALL, KEEP_TEAM, LEAD_TEAM
from .common import METHODS, done, form_page, tree, try_it

A_PAGE = 50


@console_view(*DESK_STAFF)
@require_safe
def teams(request: Visit) -> HttpResponse:
    """The teams of my places."""
    context = {
        "page": page_of(teams_for(request.actor), after=request.GET.get("after", ""), size=A_PAGE),
        "keeps": request.actor.reach.has_any(KEEPERS),
    }
    return render(request, "volunteering/console/teams.html", context)


@console_view(*KEEPERS)
@require_http_methods(METHODS)
def form(request: Visit) -> HttpResponse:
    """Form a team."""
    given = request.POST if request.method == "POST" else None
    sheet = TeamForm(given, choices={"place": tree(communities_of(request.actor))})
    if given is not None:
        draft = TeamDraft(
            given.get("name", ""), given.get("place", ""), given.get("purpose", ""), given.get("name_en", "")
        )
        made = try_it(sheet, lambda: form_team(draft, by=request.actor))
        if made is not None:
            return done(request, _("The team is there. Take volunteers in."), "console-team", made.pk)
    return form_page(request, sheet, title=_("Form a team"), back="console-teams", button=_("Save"))


@console_view(*DESK_STAFF)
@require_safe
def team(request: Visit, pk: int) -> HttpResponse:
    return _show(request, visible_team(request.actor, pk))


def _show(request: Visit, found: Team, *, status: int = 200, **more: Any) -> HttpResponse:
    candidates = candidates_for(found)
    choices = {"volunteer": [("", ""), *((str(each.pk), str(each.person)) for each in candidates)]}
    context = {
        "team": found,
        "members": members_of(found),
        "calls": list(found.musters.all()[:5]),
        "told": spoken_entries(told_about(found.stream)),
        "leading": may(request.actor, LEAD_TEAM, found),
        "keeping": may(request.actor, KEEP_TEAM, found.place_id),
        "calling": may(request.actor, CALL, found),
        "member_form": MemberForm(choices=choices),
        "muster_form": MusterForm(),
        **more,
    }
    return render(request, "volunteering/console/team.html", context, status=status)


@console_view(*DESK_STAFF)
@require_POST
def add(request: Visit, pk: int) -> HttpResponse:
    found = visible_team(request.actor, pk)
    add_member(found.pk, number_of(request.POST.get("volunteer", "")), by=request.actor)
    return done(request, _("Taken in."), "console-team", pk)


@console_view(*DESK_STAFF)
@require_POST
def remove(request: Visit, pk: int, member: int) -> HttpResponse:
    remove_member(visible_team(request.actor, pk).pk, member, by=request.actor)
    return done(request, _("No longer in the team."), "console-team", pk)


@console_view(*DESK_STAFF)
@require_POST
def lead(request: Visit, pk: int, member: int) -> HttpResponse:
    """Say who leads."""
    found = visible_team(request.actor, pk)
    one = found.members.current().select_related("volunteer").filter(pk=member).first()
    if one is None:
        raise Missing(_("This volunteer is not in the team."), _("Open the team again."))
    choose_leader(found.pk, one.volunteer, by=request.actor)
    return done(request, _("The team has a new leader."), "console-team", pk)


@console_view(*DESK_STAFF)
@require_POST
def dissolve(request: Visit, pk: int) -> HttpResponse:
    dissolve_team(visible_team(request.actor, pk).pk, by=request.actor)
    return done(request, _("Dissolved. Who was in it stays on record."), "console-teams")


@console_view(*DESK_STAFF)
@require_POST
def muster(request: Visit, pk: int) -> HttpResponse:
    """Call the team together."""
    found, sheet = visible_team(request.actor, pk), MusterForm(request.POST)
    given = request.POST
    made = try_it(
        sheet,
        lambda: call_muster(
            words=given.get("words", ""), meet_at=given.get("meet_at", ""), team=found, by=request.actor,
            nonce=given.get("nonce"),
        ),
    )  # fmt: skip
    if made is None:
        return _show(request, found, status=422, muster_form=sheet)
    return done(request, _("Called. Answers come in here."), "console-muster", made.pk)


@console_view(*DESK_STAFF)
@require_safe
def call(request: Visit, pk: int) -> HttpResponse:
    """Who comes, at a glance; refreshes itself while it is open."""
    found = visible_call(request.actor, pk)
    context = {
        "call": found,
        "counts": counts_of(found),
        "answers": list(found.answers.all()),
        "closing": may(request.actor, CLOSE_CALL, found),
    }
    return render(request, "volunteering/console/muster.html", context)


@console_view(*DESK_STAFF)
@require_POST
def close(request: Visit, pk: int) -> HttpResponse:
    close_muster(visible_call(request.actor, pk).pk, by=request.actor)
    return done(request, _("Closed. Nobody needs to answer any more."), "console-muster", pk)
