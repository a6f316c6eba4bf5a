"""Bin days and drop points near me; and telling that nobody came."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.slips import keep_token
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.blank_forms import form_of, nonce_of, with_a_form
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit, is_drawn_again
from jiayuan.foundation.places.home import home_of
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in
from jiayuan.services.cases.interfaces.visits import limit

from ..domain.missed import MissedDraft, report_missed
from ..domain.queries.left import refused_there
from ..domain.queries.near import could_be_missed, estate_of, estates_in, not_emptied, points_near, week_of
from ..domain.queries.shifts import ahead_of
from ..interfaces.points_map import as_features


@require_safe
def bins(request: Visit) -> HttpResponse:
    """``estate``: of another than the one I belong to."""
    home = home_of(request)
    estate = estate_of(home, request.GET.get("estate", ""))
    around = estate or (home if home is not None and len(home.path) >= 12 else None)
    shifts = ahead_of(estate.path) if estate else []
    context: dict[str, Any] = {
        "estate": estate,
        "home": home,
        "estates": estates_in(estate or home),
        "week": week_of(estate, shifts) if estate else [],
        "shifts": shifts,
        "not_emptied": not_emptied(estate) if estate else [],
        "today": today(),
        "points": points_near(around) if around else [],
        "around": around,
    }
    return render(request, "waste/phone/bins.html", context)


@require_safe
def points(request: Visit) -> JsonResponse:
    """The points of the page as GeoJSON, for its map."""
    around = Place.objects.current().defer("boundary").filter(pk=request.GET.get("place", "")[:15]).first()
    found = points_near(around) if around is not None and len(around.path) >= 12 else []
    return JsonResponse(as_features(found))


@require_http_methods(["GET", "HEAD", "POST"])
def missed(request: Visit) -> HttpResponse:
    """The form; sent, a case and the way to its slip. With ``?again`` it comes back with all that was entered."""
    estate = estate_of(home_of(request), request.GET.get("estate", ""))
    if estate is None:
        return HttpResponseRedirect(reverse("waste-bins"))
    if request.method == "POST":
        return _send(request, estate)
    if not form_of(request):
        return with_a_form(request)
    return _draw(request, estate, Sheet(values=_known(request), nonce=nonce_of(request, "missed")))


def _known(request: Visit) -> dict[str, str]:
    person = request.actor.person
    if person is None:
        return {}
    return {"contact_name": person.name, "contact_phone": (person.phone or "").removeprefix("+86")}


def _draw(request: Visit, estate: Place, sheet: Sheet) -> HttpResponse:
    address, due = f"{reverse('waste-missed')}?estate={estate.path}", could_be_missed(estate)
    left = refused_there(estate, due)
    context = {
        "estate": estate,
        "due": [(each, left.get(each.key)) for each in due],
        "sheet": sheet,
        "address": address,
        "switch_form": "missed-form",
        "switch_to": address,
    }
    return render(request, "waste/phone/missed.html", context, status=sheet.status)


def _send(request: Visit, estate: Place) -> HttpResponse:
    sheet = filled_in(request.POST)
    if is_drawn_again(request):
        return _draw(request, estate, sheet)
    stream, _colon, day = sheet.get("due").partition(":")
    get = sheet.get
    try:
        limit(request, "report")
        draft = MissedDraft(
            estate.path, stream, _day(day), get("words"), get("contact_name"), get("contact_phone")
        )
        reported = report_missed(draft, by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        sheet.note(error)
        return _draw(request, estate, sheet)
    if reported.token:
        keep_token(request, reported.token)
    if not reported.is_new:
        messages.info(request, _("You have told this already; it is being looked into."))
    return HttpResponseRedirect(reverse("report-done", args=[reported.case.number]))


def _day(text: str) -> date:
    """What is no day is one on which nothing was due."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min
