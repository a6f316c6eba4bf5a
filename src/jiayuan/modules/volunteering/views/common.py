"""What the pages of volunteering share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from jiayuan.foundation.access.forms import SpokenForm
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..interfaces.forms import Choices

METHODS = ["GET", "HEAD", "POST"]


def form_page(
    request: Visit,
    form: SpokenForm,
    *,
    title: Any,
    back: str,
    button: Any,
    lead: Any = "",
    phone: bool = False,
) -> HttpResponse:
    """A page with one form; 422 where it came back."""
    template = f"volunteering/{'phone' if phone else 'console'}/form.html"
    context = {"form": form, "title": title, "back": back, "button": button, "lead": lead}
    return render(request, template, context, status=422 if form.is_bound else 200)


def try_it(form: SpokenForm, act: Callable[[], Any]) -> Any:
    """What the act gives; None where it was refused for a field or a reason that the form now shows.

    :raises Refused, Missing: those are pages of their own.
    """
    try:
        return act()
    except DomainError as error:
        if error.status in (403, 404):
            raise
        form.blame(error)
        return None


def done(request: Visit, words: Any, name: str, *args: Any) -> HttpResponse:
    messages.success(request, words)
    return redirect(name, *args)


def tree(places: Any) -> Choices:
    """Places as choices, indented by depth."""
    return [(place.path, "\u3000" * max(0, len(place.path) // 3 - 2) + str(place)) for place in places]
