"""The district's kinds of activity, and what each charity hour of a series does."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import gate, may
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.gatherings.domain.series import no_such_series
from jiayuan.services.gatherings.models import Series
from jiayuan.services.gatherings.rules import PLAN

from ..activity_rules import KEEP_KINDS
from ..domain.activity_kinds import add_kind, change_kind, last_version, no_such_kind
from ..domain.carried import choose_series_activity
from ..domain.queries.activities import kinds_in_use
from ..enums import CHARITY_HOUR
from ..interfaces.activity_forms import activity_form, said
from ..interfaces.forms import number_of
from ..interfaces.kind_form import KindForm, draft_of, filled
from ..models import ActivityKind, SeriesActivity
from .common import METHODS, done, form_page, try_it
from .console_hours import ROLES


@console_view(Role.DISTRICT_OFFICER)
@require_safe
def kinds(request: Visit) -> HttpResponse:
    gate(request.actor, KEEP_KINDS, None)
    return render(request, "volunteering/console/kinds.html", {"kinds": kinds_in_use()})


@console_view(Role.DISTRICT_OFFICER)
@require_http_methods(METHODS)
def new(request: Visit) -> HttpResponse:
    gate(request.actor, KEEP_KINDS, None)
    form = KindForm(request.POST if request.method == "POST" else None)
    del form.fields["is_active"]
    if form.is_bound:
        made = try_it(form, lambda: add_kind(draft_of(request.POST), by=request.actor))
        if made is not None:
            return done(request, _("Added: communities can choose it."), "console-activity-kinds")
    return form_page(
        request, form, title=_("A new kind of activity"), back="console-activity-kinds", button=_("Add")
    )


@console_view(Role.DISTRICT_OFFICER)
@require_http_methods(METHODS)
def kind(request: Visit, code: str) -> HttpResponse:
    """Change one, and read what it was before."""
    gate(request.actor, KEEP_KINDS, None)
    found = ActivityKind.objects.filter(pk=code).first()
    if found is None:
        raise no_such_kind()
    post = request.POST if request.method == "POST" else None
    form = KindForm(post, initial=filled(found, last_version(found)))
    if post is not None:
        changed = try_it(
            form,
            lambda: change_kind(
                code, draft_of(post), is_active=bool(post.get("is_active")),
                seen=number_of(post.get("seen", "")), by=request.actor,
            ),
        )  # fmt: skip
        if changed is not None:
            return done(
                request, _("Changed from now on. What is published keeps its list."), "console-activity-kinds"
            )
    context = {"kind": found, "form": form, "versions": found.versions.all()}
    return render(request, "volunteering/console/kind.html", context, status=422 if form.is_bound else 200)


@console_view(*ROLES)
@require_http_methods(METHODS)
def series(request: Visit, pk: int) -> HttpResponse:
    """What each charity hour of a series does."""
    found = Series.objects.select_related("place").filter(pk=pk, kind=CHARITY_HOUR).first()
    if found is None or not may(request.actor, PLAN, found):
        raise no_such_series()
    known = SeriesActivity.objects.filter(series=found).first()
    post = request.POST if request.method == "POST" else None
    form = activity_form(post, found.place_id, said(known))
    if post is not None:
        chosen = try_it(
            form,
            lambda: choose_series_activity(
                pk, post.get("kind", ""), by=request.actor, because=post.get("because", ""),
                hours=post.get("hours", ""), partner_id=number_of(post.get("partner", "")) or None,
            ),
        )  # fmt: skip
        if chosen is not None:
            words = _("Saved. What is being prepared and what is still to be made does this.")
            return done(request, words, "console-series-page", pk)
    context = {"series": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "volunteering/console/series_activity.html", context, status=status)
