"""The living page of the design system, in the demonstration only."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import samples
from ..templatetags.ui import TONES

View = Callable[[HttpRequest], HttpResponse]


def demo_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request)

    return guarded


@require_safe
@demo_only
def design(request: HttpRequest) -> HttpResponse:
    """Tokens, parts and maps, each as pages use it."""
    context = {
        "swatches": samples.SWATCHES,
        "tones": TONES,
        "form": samples.sample_form(),
        "steps": samples.sample_steps(),
        "lights": ("red", "amber", "green", "none"),
    }
    return render(request, "shell/design.html", context)


@require_safe
@demo_only
def design_phone(request: HttpRequest) -> HttpResponse:
    """The phone shell with a home page's parts."""
    return render(request, "shell/design_phone.html", {"unread_count": 3})


@require_safe
@demo_only
def design_console(request: HttpRequest) -> HttpResponse:
    """The console shell with a work table."""
    messages.success(request, _("Handed to the municipal team."))
    return render(request, "shell/design_console.html", {"inbox_count": 3})


@require_safe
@demo_only
def design_ground(_request: HttpRequest) -> HttpResponse:
    return JsonResponse(samples.sample_ground())


@require_safe
@demo_only
def design_points(_request: HttpRequest) -> HttpResponse:
    return JsonResponse(samples.sample_points())
