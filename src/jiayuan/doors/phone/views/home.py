"""The first page, and the box in which anybody may say what they want."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiayuan.district.desk.home import examples
from jiayuan.district.desk.home import home as home_of_the_house
from jiayuan.district.desk.intents import answer
from jiayuan.foundation.common.plainwords import LONGEST
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.home import home_of


@require_safe
def home(request: Visit) -> HttpResponse:
    """Where I belong, the box, the five doors, what waits for me, what is near and soon."""
    place = home_of(request)
    context = {"home": home_of_the_house(request.actor, place), "home_place": place}
    return render(request, "phone/home.html", context)


@require_safe
def ask(request: Visit) -> HttpResponse:
    """``?q=``: what was meant. To htmx, while somebody types, only the suggestions.

    What is too long is cut in the address too, so that no link on the page drags it along.
    """
    asked = request.GET.get("q", "")
    if len(asked) > LONGEST and not _is_typing(request):
        return HttpResponseRedirect(f"{reverse('ask')}?{urlencode({'q': asked[:LONGEST], 'cut': 1})}")
    found = answer(request.actor, asked)
    context = {"answer": found, "hotline": settings.HOTLINE, "examples": examples()}
    template = "phone/_suggestions.html" if _is_typing(request) else "phone/ask.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


def _is_typing(request: Visit) -> bool:
    return bool(request.htmx) and not request.htmx.boosted
