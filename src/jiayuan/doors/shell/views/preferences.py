"""Language, large type and appearance: one small form on every page, before and after sign-in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ..preferences import Preferences, hand_out, save


def _way_back(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else "/"


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep ``language`` (zh, en), ``care`` (0, 1), ``theme`` (auto, light, dark) and go back to ``next``."""
    wanted = Preferences.of(request).changed_by(request.POST)
    if request.user.is_authenticated:
        save(wanted, request.user)
    response = HttpResponseRedirect(_way_back(request))
    hand_out(response, wanted, secure=request.is_secure())
    return response
