"""What every request passes through: preferences, the actor, and domain errors turned into pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.console import has_second_factor
from jiayuan.foundation.access.slips import FOLLOWED
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.foundation.common.visit import TOKENS_IN_SESSION, is_drawn_again

from . import errors
from .preferences import COOKIE, Preferences, hand_out, save

GetResponse = Callable[[HttpRequest], HttpResponse]


class PreferencesMiddleware:
    """Language, large type and appearance, from a cookie so that they hold before sign-in; whoever signs in brings
    their own along (:func:`~.preferences.take_over`). A form that is only drawn again can bring a choice in its
    address, so that what was typed into it stays without scripts."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = wanted = Preferences.of(request)
        if is_drawn_again(request):
            wanted = before.changed_by(request.GET)
        request.preferences = wanted  # type: ignore[attr-defined]
        with translation.override(request.preferences.language):  # type: ignore[attr-defined]
            request.LANGUAGE_CODE = translation.get_language() or ""
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        brought = getattr(request, "taken_over", None)
        if brought is not None and COOKIE not in response.cookies:
            hand_out(response, brought, secure=request.is_secure())
        elif wanted != before and response.status_code in (200, 422):
            self._keep(request, response, wanted)
        return response

    @staticmethod
    def _keep(request: HttpRequest, response: HttpResponse, wanted: Preferences) -> None:
        if request.user.is_authenticated:
            save(wanted, request.user)
        hand_out(response, wanted, secure=request.is_secure())


def _hashes(request: HttpRequest, name: str) -> frozenset[str]:
    """Of the tokens that the session keeps under this name."""
    return frozenset(hash_token(each) for each in request.session.get(name, []))


class ActorMiddleware:
    """``request.actor``: the person or visitor who acts, and the door they came through."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        tokens, found = (_hashes(request, name) for name in (TOKENS_IN_SESSION, FOLLOWED))
        person = request.user if request.user.is_authenticated else None
        is_proven = person is None or has_second_factor(request)
        request.actor = Actor(person=person, tokens=tokens, found=found, is_proven=is_proven)  # type: ignore[attr-defined]
        with coming_from(self._door(request.path)):
            return self.get_response(request)

    @staticmethod
    def _door(path: str) -> Source:
        if path.startswith("/api/"):
            return Source.API
        return Source.CONSOLE if path.startswith("/console/") else Source.PHONE


class DomainErrorMiddleware:
    """A refusal that no view turned into a form error becomes a page (or JSON), with the reason and the way out."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        if request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(dict(exception.as_problem()), status=exception.status)
        if exception.field == "after":
            request.first_page = _without_cursor(request)  # type: ignore[attr-defined]
        return errors.domain_error(request, exception)


def _without_cursor(request: HttpRequest) -> str:
    """The same list with the same filters, from its beginning."""
    kept = request.GET.copy()
    kept.pop("after", None)
    return f"{request.path}?{kept.urlencode()}" if kept else request.path
