"""The character NUL, which nobody types and PostgreSQL does not store: kept out in one place, for every page.

Query strings, form fields and cookies lose it; an address that holds it leads nowhere. What comes as JSON is refused
where it is read (:mod:`jiayuan.doors.api.parser`), and cells of tables lose it where they are read.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

NUL, ENCODED, IN_COOKIES = "\x00", "%00", "\\000"


class NulMiddleware:
    """Stands before everything that reads what was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = without(without(query, ENCODED), NUL)
        _clean_form_when_read(request)
        _clean_cookies(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if NUL in request.path_info:
            raise Http404
        return None


def _clean_cookies(request: Any) -> None:
    """None gets into a header raw, but in quotation marks a cookie can spell it; the session is asked for by one."""
    if IN_COOKIES in request.META.get("HTTP_COOKIE", ""):
        request.COOKIES = {name: value.replace(NUL, "") for name, value in request.COOKIES.items()}


def without(text: str, part: str) -> str:
    """Also what taking it out brings together: of ``%%0000`` nothing may be left that reads ``%00``."""
    while part in text:
        text = text.replace(part, "")
    return text


def _clean_form_when_read(request: Any) -> None:
    """Django reads a form when it is first asked for, so that whoever wants the bare body gets it; that stays so."""
    read = request._load_post_and_files  # noqa: SLF001

    def read_and_clean() -> None:
        read()
        request._post = _cleaned(request._post)  # noqa: SLF001

    request._load_post_and_files = read_and_clean  # noqa: SLF001


def _cleaned(form: QueryDict) -> Any:
    if not any(NUL in text for name, values in form.lists() for text in (name, *values)):
        return form
    found: Any = QueryDict(mutable=True, encoding=form.encoding)
    for name, values in form.lists():
        found.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    found._mutable = False  # noqa: SLF001
    return found
