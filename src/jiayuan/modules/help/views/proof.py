"""Photos of what was done on the phone: taken out again, on the wall and off it; and the wall itself."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.home import home_of
from jiayuan.services.cases.interfaces.sheet import filled_in

from ..domain.proof import remove_proof
from ..domain.queries.opened import open_wish
from ..domain.queries.wall import hung, place_on_the_wall
from ..domain.wall import agree_to_wall, take_down

A_PAGE = 12


@require_safe
@never_cache
def wall(request: Visit) -> HttpResponse:
    """Fulfilled wishes with their photos: of the district, of where I belong, or of the ``place`` asked for."""
    home = home_of(request)
    place = place_on_the_wall(request.GET.get("place", ""), home if request.GET.get("near") else None)
    page = page_of(hung(place.path if place else ""), after=request.GET.get("after", ""), size=A_PAGE)
    context = {"page": page, "place": place, "home": home if home and len(home.path) >= 12 else None}
    return render(request, "help/phone/wall.html", context)


@require_POST
def say(request: Visit, number: str, what: str) -> HttpResponse:
    """My photos may hang on the wall, or shall come down."""
    wish, nonce = open_wish(number), filled_in(request.POST).nonce
    if what not in ("yes", "no"):
        raise Missing(
            _("This cannot be done here."), _("Go back to the wish; what can be done is shown there.")
        )
    if what == "yes":
        agree_to_wall(wish.pk, by=request.actor, nonce=nonce)
        messages.success(request, _("Thank you. The community looks at the photos before they hang there."))
    else:
        take_down(wish.pk, by=request.actor, nonce=nonce)
        messages.success(request, _("Taken down. Nobody else sees the photos any more."))
    return HttpResponseRedirect(reverse("wish", args=[wish.number]))


@require_POST
def out(request: Visit, number: str, pk: int) -> HttpResponse:
    """This photo goes for good."""
    wish = open_wish(number)
    remove_proof(wish.pk, pk, by=request.actor)
    messages.success(request, _("The photo is gone for good."))
    return HttpResponseRedirect(reverse("wish", args=[wish.number]))
