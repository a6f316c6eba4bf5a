"""Which ways of asking (GET, POST, …) an address understands, and a page for those who ask in another."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

UNDERSTOOD = ("GET", "HEAD", "POST", "OPTIONS")
"""By pages. What a page does with one of these is its own affair; the rest never reaches it."""
OF_THE_API = (*UNDERSTOOD, "PUT", "PATCH", "DELETE")
DELETING = ("photo-remove",)
"""Addresses outside the API that scripts of our pages delete at."""


class MethodsMiddleware:
    """Refuses unknown methods before a view runs, and gives every 405 a page with a heading and the way on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "OPTIONS":
            return _allowed(response)
        if response.status_code == 405 and not getattr(response, "content", b""):
            return refused(request, response.headers.get("Allow", ""))
        return response

    def process_view(
        self, request: HttpRequest, _view: Any, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        is_wide = _is_api(request) or (match is not None and match.url_name in DELETING)
        known = OF_THE_API if is_wide else UNDERSTOOD
        return None if request.method in known else refused(request, ", ".join(known))


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") and request.path != "/api/"


def _allowed(response: HttpResponse) -> HttpResponse:
    """The answer to OPTIONS: the methods, and no page. A way to sign in or a refusal stays what it is."""
    if response.status_code not in (200, 405):
        return response
    said = response.headers.get("Allow") or "GET, HEAD, POST"
    methods = [each.strip() for each in said.split(",") if each.strip()]
    answer = HttpResponse(status=204)
    answer["Allow"] = ", ".join(dict.fromkeys([*methods, "OPTIONS"]))
    return answer


def refused(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the words of the error page, or a problem where JSON is spoken."""
    title, detail = (
        _("This address does not take what was sent."),
        _("Open the page again and use its buttons."),
    )
    response: HttpResponse
    if _is_api(request):
        body = {"type": "about:blank", "status": 405, "code": "method", "title": title}
        response = JsonResponse(body, status=405, content_type="application/problem+json")
    else:
        shell = "console" if request.path.startswith("/console/") else "phone"
        context = {"status": 405, "message": title, "remedy": detail}
        response = render(request, f"{shell}/error.html", context, status=405)
    if allowed:
        response["Allow"] = allowed
    return response
