"""Counts measured forms of staff once they are saved. Nothing that goes wrong here reaches who saved."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from jiayuan.foundation.access.enums import CONSOLE_ROLES
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.source import Source, current_source

from .domain.count import count_form, street_of
from .saved import is_noted
from .slip import FIELD, read_slip

GetResponse = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)


class BurdenMiddleware:
    """A form is saved when its answer leads on to another page or its view says so (:func:`note_saved`): one that
    comes back with a fault is drawn again."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and (is_noted(request) or _leads_on(response)):
            try:
                _count(request)
            except DatabaseError:
                logger.warning("A form was saved and its effort could not be counted.", exc_info=True)
        return response


def _leads_on(response: HttpResponse) -> bool:
    return response.status_code in (301, 302, 303) or "HX-Redirect" in response.headers


def _count(request: Any) -> None:
    """Of residents and volunteers nothing is measured, nor what waited on a phone for the network to come back, nor
    what was put off because somebody had to sign in first: their reach is empty then."""
    slip = read_slip(request.POST.get(FIELD, ""))
    if slip is None or current_source() == Source.OFFLINE:
        return
    reach = request.actor.reach
    if not reach.has_any(CONSOLE_ROLES) or not (path := street_of(reach)):
        return
    sent = {name: request.POST.getlist(name) for name in request.POST}
    sent |= {name: [each.name or "" for each in request.FILES.getlist(name)] for name in request.FILES}
    by_hand, given = slip.counts(sent)
    count_form(slip.task.name, path, seconds=slip.seconds(now()), by_hand=by_hand, given=given)
