"""The console for series: which there are, planning one, what it makes, pausing and ending it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.amend_series import change_series_roles
from ..domain.queries.upcoming import seats_of
from ..domain.reminders import change_series_reminders
from ..domain.rule_words import WEEKS, week_in_words
from ..domain.series import end_series, no_such_series, pause_series, plan_series, resume_series
from ..enums import HolidayPolicy
from ..interfaces.reminders import chosen_minutes, offered
from ..interfaces.role_rows import possible_needs, role_drafts_of, shown_rows, typed_rows
from ..interfaces.series_form import series_draft
from ..kinds import kind_of, kinds
from ..limits import REMIND_BEFORE
from ..models import Series, Session
from ..rules import PLAN
from .common import HOSTS, own_organisation, places_to_plan

A_PAGE = 20
FRIDAY = 4


@console_view(*HOSTS)
@require_safe
def board(request: Visit) -> HttpResponse:
    """Those one plans, the latest first."""
    rows = (
        Series.objects.visible_to(request.actor)
        .select_related("place", "organisation")
        .defer("place__boundary")
    )
    page = page_of(rows, by="-id", after=request.GET.get("after", ""), size=A_PAGE)
    return render(request, "gatherings/console/series_board.html", {"page": page})


@console_view(*HOSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit) -> HttpResponse:
    """Plan one; what was typed comes back with what is wrong."""
    error, post = None, request.POST
    if request.method == "POST":
        try:
            draft = series_draft(post, organisation_id=own_organisation(request))
            series = plan_series(draft, by=request.actor)
        except DomainError as refused:
            error = refused
        else:
            messages.success(
                request, _("Planned. Its next gatherings are being prepared: look at them and publish.")
            )
            return redirect("console-series-page", series.pk)
    participants = {
        "name": "参加者", "name_en": "Participants", "seats": 20, "min_age": None, "needs": [], "leads": False,
    }  # fmt: skip
    context = {
        "error": error,
        "typed": post or _usual(),
        "kinds": [(each.code, each.label) for each in kinds],
        "places": places_to_plan(request),
        "weekdays": [(str(number), WEEKDAYS[number]) for number in range(7)],
        "weeks": [(str(each), week_in_words(each)) for each in WEEKS],
        "holidays": HolidayPolicy.choices,
        "role_rows": typed_rows(post) if post else shown_rows([participants]),
        "possible_needs": possible_needs(),
        "reminders": offered(post.getlist("remind") if post else REMIND_BEFORE),
    }
    status = error.status if error else 200
    return render(request, "gatherings/console/series_new.html", context, status=status)


def _usual() -> dict[str, Any]:
    """Every Friday at six, from the next one on."""
    friday = today() + timedelta(days=(FRIDAY - today().weekday()) % 7)
    return {
        "repeats": "weekly", "weekday": str(FRIDAY), "week": "1", "starts": "18:00", "minutes": "60",
        "first_on": friday.isoformat(), "weeks_ahead": "2", "holidays": HolidayPolicy.SKIP,
    }  # fmt: skip


@console_view(*HOSTS)
@require_safe
def page(request: Visit, pk: int) -> HttpResponse:
    return _page(request, _planned(request, pk))


def _page(request: Visit, series: Series, error: DomainError | None = None) -> HttpResponse:
    rows = Session.objects.filter(series=series).for_lines()
    found = page_of(rows, by="-starts_at", after=request.GET.get("after", ""), size=A_PAGE)
    seats, kind = seats_of([session.pk for session in found]), kind_of(series.kind)
    context = {
        "series": series,
        "page": found,
        "lines": [(session, seats.get(session.pk, [])) for session in found],
        "role_rows": typed_rows(request.POST) if "role-0-name" in request.POST else shown_rows(series.roles),
        "possible_needs": possible_needs(),
        "reminders": offered(series.remind_minutes),
        "beside": kind.series_page(series) if kind is not None and kind.series_page is not None else None,
        "error": error,
        "typed": request.POST,
    }
    status = error.status if error else 200
    return render(request, "gatherings/console/series.html", context, status=status)


@console_view(*HOSTS)
@require_POST
def act(request: Visit, pk: int) -> HttpResponse:
    """Pause, go on, end, other roles, or other reminders."""
    series, post = _planned(request, pk), request.POST
    try:
        said = _acted(request, series, post.get("action", ""))
    except DomainError as error:
        return _page(request, series, error)
    messages.success(request, said)
    return redirect("console-series-page", series.pk)


def _acted(request: Visit, series: Series, action: str) -> str:
    """What was done, in words."""
    by, post = request.actor, request.POST
    if action == "pause":
        pause_series(series.pk, by=by)
        return _("Paused: no more gatherings are made until it goes on.")
    if action == "resume":
        resume_series(series.pk, by=by)
        return _("It goes on: the next gatherings are being prepared.")
    if action == "end":
        end_series(series.pk, by=by, words=post.get("words", ""))
        return _("Ended. What is published still takes place.")
    if action == "roles":
        change_series_roles(series.pk, role_drafts_of(post), by=by)
        return _("Changed for what is being prepared. What is published keeps its roles.")
    if action == "reminders":
        change_series_reminders(series.pk, chosen_minutes(post), by=by)
        return _("Changed for all that is to come. A gathering for which you chose other times keeps them.")
    raise Invalid(_("Please choose one."), _("Choose one of those shown."), field="action")


def _planned(request: Visit, pk: int) -> Series:
    """:raises Missing: there is none that this person may plan."""
    series = Series.objects.select_related("place", "organisation").filter(pk=pk).first()
    if series is None or not may(request.actor, PLAN, series):
        raise no_such_series()
    return series
