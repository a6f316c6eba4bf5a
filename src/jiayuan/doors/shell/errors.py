"""Error pages: what went wrong, and the way on."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import DomainError

from .roles import works_here


def _page(request: HttpRequest, status: int, message: str, remedy: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return _problem(status, message, remedy)
    return render(
        request,
        f"{_shell(request)}/error.html",
        {"status": status, "message": message, "remedy": remedy},
        status=status,
    )


def _shell(request: HttpRequest) -> str:
    """The console's for those who work there; for anybody else its navigation and its way on would lead nowhere."""
    at_work = request.path.startswith("/console/") and works_here(getattr(request, "actor", None))
    return "console" if at_work else "phone"


def _problem(status: int, message: str, remedy: str) -> HttpResponse:
    """The same for programs (RFC 9457), where no operation of the API answers itself."""
    said = {
        "type": "about:blank",
        "status": status,
        "code": CODES[status],
        "title": message,
        "detail": remedy,
    }
    return JsonResponse(said, status=status, content_type="application/problem+json")


CODES = {400: "unreadable", 403: "refused", 404: "missing", 413: "too-large", 500: "broken"}


def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    response = _page(request, error.status, str(error.message), str(error.remedy))
    if error.status == 429:
        response["Retry-After"] = str(getattr(error, "retry_after", 60))
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, _("The request could not be understood."), _("Go back and send it again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request, 403, _("This page is not open to you."), _("Sign in with the account that has this role.")
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, _("There is nothing at this address."), _("Start again from the home page."))


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """``most``: bytes."""
    return _page(
        request,
        413,
        _("This is more than can be sent at once: at most %(most)s MB.") % {"most": most // 1024 // 1024},
        _("Send fewer or smaller files, one part after the other."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request, 500, _("Something broke on our side."), _("Nothing was changed. Try again in a minute.")
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("This form has expired."),
        _(
            "Go back and copy what you typed: it is still there. Then open the form anew, paste it and send it."
        ),
    )
