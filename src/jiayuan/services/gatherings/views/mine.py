"""What one signed up for, and its calendar."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.calendar import calendar_of, end_feed, feed_sessions, make_feed
from ..domain.queries.upcoming import sign_ups_of
from ..models import CalendarFeed, Session
from .common import shown_session

A_PAGE = 20
CALENDAR = "text/calendar; charset=utf-8"


@require_safe
@never_cache
def mine(request: Visit) -> HttpResponse:
    page = page_of(sign_ups_of(request.actor), by="-id", after=request.GET.get("after", ""), size=A_PAGE)
    context = {"page": page, "has_feed": CalendarFeed.objects.filter(person=request.actor.pk).exists()}
    return render(request, "gatherings/phone/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def calendar(request: Visit) -> HttpResponse:
    """Make the calendar's address, which is shown this once; or take it back."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("gatherings-mine"))
    if "end" in request.POST and request.actor.person is not None:
        end_feed(by=request.actor)
        return HttpResponseRedirect(reverse("gatherings-mine"))
    address = absolute(request, reverse("gatherings-feed", args=[make_feed(by=request.actor)]))
    return render(request, "gatherings/phone/calendar.html", {"address": address})


@require_safe
@never_cache
def feed(request: Visit, token: str) -> HttpResponse:
    """For calendar programs: whoever holds the address reads what its owner signed up for."""
    return HttpResponse(_drawn(request, feed_sessions(token[:64])), content_type=CALENDAR)


@require_safe
@never_cache
def file(request: Visit, pk: int) -> HttpResponse:
    answer = HttpResponse(_drawn(request, [shown_session(request, pk)]), content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="gathering-{pk}.ics"'
    return answer


def _drawn(request: Visit, sessions: list[Session]) -> bytes:
    return calendar_of((each, absolute(request, reverse("gathering", args=[each.pk]))) for each in sessions)
