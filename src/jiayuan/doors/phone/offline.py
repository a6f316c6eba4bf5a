"""What was kept on a device and is sent now: recorded as such, and answered for a script instead of a reader."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.source import Source, coming_from

HEADER = "X-Jiayuan-Offline"
OLDEST = timedelta(days=400)
_FAULT = re.compile(r"<(\w+)(?:\s[^>]*)?\sdata-fault(?:\s[^>]*)?>(.*?)</\1>", re.DOTALL)
"""Whatever a page marks as what was wrong, whichever element says it."""
_NOW = re.compile(r"<(\w+)(?:\s[^>]*)?\sdata-now(?:\s[^>]*)?>(.*?)</\1>", re.DOTALL)
"""Where a page says how that stands now which somebody wanted to change."""
_NOT_DONE = 400
_SPACE = re.compile(r"\s+")
GetResponse = Callable[[HttpRequest], HttpResponse]


def entered_by(text: str) -> datetime:
    """The moment a device says; a clock that is ahead, far behind or unreadable counts as now."""
    moment = now()
    try:
        said = parse_datetime(text)
    except ValueError:
        said = None
    if said is None or said.tzinfo is None or not moment - OLDEST <= said <= moment:
        return moment
    return said.astimezone(UTC)


class OfflineMiddleware:
    """A POST with :data:`HEADER` (the moment it was entered) is a replay: its source is ``offline``, the device's time
    stands in the ledger beside ours, and the answer is small JSON: the address of what became of it, or a problem."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.headers.get(HEADER, "")
        if not said or request.method != "POST" or request.path.startswith("/api/"):
            return self.get_response(request)
        with coming_from(Source.OFFLINE, entered=entered_by(said)):
            return _for_scripts(self.get_response(request))


def _for_scripts(response: HttpResponse) -> HttpResponse:
    if response.status_code in (301, 302, 303):
        return _led_to(response)
    if response.headers.get("Content-Type", "").startswith("text/html"):
        return _with_cookies(_refusal(response), response)
    return response


def _refusal(response: HttpResponse) -> JsonResponse:
    """A page is no answer to what is kept on a phone: it asks again, or says what is wrong. Also one that would have
    been fine for a reader (a form drawn once more, a preview): nothing was recorded, and the phone must not let go."""
    page = response.content.decode()
    status = max(response.status_code, _NOT_DONE)
    said = {"status": status, "title": _all_of(_FAULT, page) or _("This could not be sent as it is.")}
    return JsonResponse(said | ({"now": it_is} if (it_is := _all_of(_NOW, page)) else {}), status=status)


def _all_of(marked: re.Pattern[str], page: str) -> str:
    return " ".join(_plain(said) for _tag, said in marked.findall(page))


def _led_to(response: HttpResponse) -> HttpResponse:
    """Where it was recorded; or, if it leads to a door instead, that one has to sign in first."""
    address = response["Location"]
    doors = (reverse("sign-in"), "/accounts/", reverse("second-factor"))
    if address.startswith(doors):
        said = {"status": 401, "title": _("Sign in again; then it is sent by itself.")}
        return _with_cookies(JsonResponse(said, status=401), response)
    return _with_cookies(JsonResponse({"link": address}), response)


def _with_cookies(answer: HttpResponse, response: HttpResponse) -> HttpResponse:
    answer.cookies = response.cookies
    return answer


def _plain(text: str) -> str:
    return _SPACE.sub(" ", html.unescape(strip_tags(text))).strip()
