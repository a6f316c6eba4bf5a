"""Refusals as problem JSON (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from jiayuan.foundation.common.errors import DomainError

from .faults import faults_of


def problem(body: Mapping[str, Any]) -> HttpResponse:
    return JsonResponse(
        {"type": "about:blank"} | dict(body), status=body["status"], content_type="application/problem+json"
    )


def from_domain(_request: HttpRequest, error: Any) -> HttpResponse:
    response = problem(error.as_problem())
    if hasattr(error, "retry_after"):
        response["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def from_shape(_request: HttpRequest, error: Any) -> HttpResponse:
    """The input has not the described shape: which fields, and what they should be."""
    faults = faults_of(getattr(error, "errors", []))
    title = _("Something in the request has not the expected shape.")
    return problem({"status": 422, "code": "shape", "title": title, "faults": faults})


def from_http(_request: HttpRequest, error: Any) -> HttpResponse:
    """What ninja itself refuses: a body that cannot be read."""
    title = _("The body is not JSON that can be read.")
    remedy = _("Send UTF-8 JSON without control characters.")
    return problem(
        {"status": getattr(error, "status_code", 400), "code": "unreadable", "title": title, "detail": remedy}
    )


def handle_problems(api: NinjaAPI) -> None:
    api.add_exception_handler(DomainError, from_domain)
    api.add_exception_handler(ValidationError, from_shape)
    api.add_exception_handler(HttpError, from_http)
